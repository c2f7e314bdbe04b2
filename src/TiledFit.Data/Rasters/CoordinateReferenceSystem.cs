namespace TiledFit.Data.Rasters;

/// <summary>A coordinate reference system in the three forms that readers ask for.</summary>
/// <param name="Wkt">Well-known text (WKT 2 where available).</param>
/// <param name="ProjJson">PROJJSON, or null where PROJ could not write it.</param>
/// <param name="Name">For people, such as "WGS 84 / UTM zone 11N".</param>
/// <param name="Authority">Such as "EPSG:32611", or null.</param>
public sealed record CoordinateReferenceSystem(string Wkt, string? ProjJson, string Name, string? Authority);
