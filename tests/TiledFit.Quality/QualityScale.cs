using TiledFit.Quality.Approximations;

namespace TiledFit.Quality;

/// <summary>How much is measured.</summary>
/// <param name="TerrainSide">Columns and rows of a corner of a terrain; null for all of it.</param>
/// <param name="TerrainComponents">Ceilings for terrain; null for its own.</param>
/// <param name="SummaryComponents">The ceiling at which all terrains are compared.</param>
/// <param name="CropWidth">Columns of the middle of a photograph.</param>
/// <param name="CropHeight">Its rows.</param>
/// <param name="CropComponents">Ceilings there.</param>
/// <param name="WholeComponents">Ceilings for whole photographs.</param>
/// <param name="SpotSide">Columns and rows of a field of spots.</param>
/// <param name="SpotFields">Fields for each ratio of signal to noise.</param>
/// <param name="SpotRatios">The ratios.</param>
internal sealed record QualityScale(
    int? TerrainSide, IReadOnlyList<int>? TerrainComponents, int SummaryComponents, int CropWidth, int CropHeight,
    IReadOnlyList<int> CropComponents, IReadOnlyList<int> WholeComponents, int SpotSide, int SpotFields,
    IReadOnlyList<double> SpotRatios)
{
    /// <summary>What the document holds.</summary>
    public static QualityScale Full { get; } = new(
        null, null, 1000, 384, 256, [312, 625, 1250, 2500], [1250, 5000], 256, 4, [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30]);

    /// <summary>As little as shows that everything runs.</summary>
    public static QualityScale Quick { get; } = new(96, [30, 60], 30, 96, 64, [30, 60], [], 96, 1, [5, 20]);

    /// <summary>Ceilings for a terrain.</summary>
    public IReadOnlyList<int> ComponentsOf(IReadOnlyList<int> own) => TerrainComponents ?? own;

    /// <summary>What is measured of a terrain, and the name of a raster of that.</summary>
    public (string Raster, Surface Surface) Read(Terrain terrain, string scratch)
    {
        string raster = terrain.Locate();
        Surface whole = Surface.Read(raster);
        if (TerrainSide is not { } side)
        {
            return (raster, whole);
        }

        string part = Path.Combine(scratch, "part.npy");
        Surface corner = whole.LastCorner(side);
        corner.Write(part);
        return (part, corner);
    }
}
