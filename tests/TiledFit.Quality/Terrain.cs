using TiledFit.Data.Rasters;
using TiledFit.Tests.Shared;
using TiledFit.Tests.Shared.Measuring;

namespace TiledFit.Quality;

/// <summary>An elevation model in metres.</summary>
/// <param name="Place">In the document; the file of its chart.</param>
/// <param name="Title">In tables and charts.</param>
/// <param name="File">Under shared/data/terrain.</param>
/// <param name="Entry">Within the file, an archive, if it is one.</param>
/// <param name="Components">Ceilings of the fits.</param>
/// <param name="Options">Of the fits.</param>
internal sealed record Terrain(
    string Place, string Title, string File, string? Entry, IReadOnlyList<int> Components, params string[] Options)
{
    // Tiles for all cores.
    private static readonly string[] SmallTiles = ["--tile", "256", "--ring", "24"];

    private const string SampleFile = "jacksboro.npy";

    public static IReadOnlyList<Terrain> All { get; } =
    [
        new("jacksboro", "Jacksboro, ridges", SampleFile, null, [250, 500, 1000, 2000]),
        new("helens", "Mount St. Helens, volcano", "SainteHelens.dem", null, [250, 500, 1000, 2000]),
        new("copernicus", "Copernicus, float32", "glo_merged_nan.tif", null, [250, 500, 1000, 2000]),
        new("tujunga", "Big Tujunga, mountains", "srtm_bigtujunga30m_utm11.tif", null, [500, 1000, 2000, 4000]),
        new("alps", "N46E008, Alps", "N46E008.tif", null, [1000, 4000, 10_000], SmallTiles),
        new("lowland", "N52E008, lowland", "N52E008.hgt.zip", "N52E008.hgt", [1000, 4000, 10_000], SmallTiles),
        new("coast", "N48W125, coast", "N48W125.hgt.zip", "N48W125.hgt", [1000, 4000, 10_000], SmallTiles),
    ];

    /// <summary>What the product and <see cref="RasterFactory"/> open.</summary>
    /// <exception cref="MissingDataException">It is not here, or nothing to read it with.</exception>
    public string Locate()
    {
        if (File == SampleFile)
        {
            return DataFiles.Sample(File);
        }

        string name = Path.Combine("terrain", File);
        string found = DataFiles.Shared(name) ?? throw new MissingDataException($"shared/data/{name} is not here");
        return Gdal.Version is null ? throw new MissingDataException("GDAL is not installed")
            : Entry is null ? found
            : $"/vsizip/{found}/{Entry}";
    }
}
