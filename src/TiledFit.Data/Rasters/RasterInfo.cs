using System.Text.Json.Serialization;
using TiledFit.Data.Fits;

namespace TiledFit.Data.Rasters;

/// <summary>What a raster says of itself, for one band of it.</summary>
/// <param name="Path">As the user gave it.</param>
/// <param name="Driver">"npy", "cfitsio", or GDAL's driver (GTiff, SRTMHGT, …).</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BandCount">Bands in the file.</param>
/// <param name="Band">The band read, from 1.</param>
/// <param name="DataType">The stored type in GDAL's words: Byte, Int16, UInt16, Int32, Float32, Float64, …</param>
/// <param name="BlockWidth">Natural block, columns.</param>
/// <param name="BlockHeight">Natural block, rows.</param>
/// <param name="NoData">The stored value that means "no data", before scale and offset.</param>
/// <param name="Scale">Values are stored·Scale + Offset.</param>
/// <param name="Offset">Values are stored·Scale + Offset.</param>
/// <param name="GeoTransform">The georeference, where there is one.</param>
/// <param name="Crs">The coordinate reference system, where there is one.</param>
/// <param name="Plane">Which plane of a FITS image with further axes it is, as <see cref="RasterOpenOptions.Plane"/>
/// named it; null, and left out, elsewhere.</param>
/// <param name="Sky">Its place on the sky and its beam, as a FITS header has them; null, and left out, where there are
/// none.</param>
public sealed record RasterInfo(
    string Path,
    string Driver,
    int Width,
    int Height,
    int BandCount,
    int Band,
    string DataType,
    int BlockWidth,
    int BlockHeight,
    double? NoData,
    double Scale,
    double Offset,
    GeoTransform? GeoTransform,
    CoordinateReferenceSystem? Crs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Plane = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SkyReference? Sky = null)
{
    /// <summary>Why places on the sky cannot be worked out; null where they can, or the raster has none.</summary>
    [JsonIgnore]
    public string? SkyProblem => Sky is not null && !SkyProjection.TryOpen(Sky, out _, out string? problem)
        ? problem
        : null;
}
