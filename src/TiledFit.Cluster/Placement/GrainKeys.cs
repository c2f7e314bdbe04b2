using System.Globalization;

namespace TiledFit.Cluster.Placement;

/// <summary>
/// Keys of regions, <c>job/regions/region</c>, and tiles, <c>job/regions/region/tile</c>: they say all that placement
/// needs.
/// </summary>
internal readonly record struct GrainKeys(string Job, int Regions, int Region, int Tile)
{
    /// <summary>The key of a region.</summary>
    public static string OfRegion(string job, int regions, int region) =>
        string.Create(CultureInfo.InvariantCulture, $"{job}/{regions}/{region}");

    /// <summary>The key of a tile.</summary>
    public static string OfTile(string job, int regions, int region, int tile) =>
        string.Create(CultureInfo.InvariantCulture, $"{job}/{regions}/{region}/{tile}");

    /// <summary>Reads a key; a region's has no tile, −1.</summary>
    public static GrainKeys Parse(string key)
    {
        string[] parts = key.Split('/');
        return new GrainKeys(
            parts[0], Whole(parts[1]), Whole(parts[2]), parts.Length > 3 ? Whole(parts[3]) : -1);
    }

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
