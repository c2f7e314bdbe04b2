using System.Runtime.InteropServices;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>All of a snapshot but its lists, as stored: 16 bytes.</summary>
/// <param name="snapshot">The snapshot.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct SnapshotRecord(TileSnapshot snapshot)
{
    /// <summary>Index of the tile.</summary>
    public readonly int Tile = snapshot.Tile;

    /// <summary>The sweep.</summary>
    public readonly int Sweep = snapshot.Sweep;

    /// <summary>Components that the tile owns.</summary>
    public readonly int ComponentCount = snapshot.Components.Count;

    /// <summary>Components that left it.</summary>
    public readonly int DepartureCount = snapshot.Departures.Count;
}
