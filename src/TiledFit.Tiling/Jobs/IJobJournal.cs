using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// Where a running job keeps what a crash must not take. What was written is there as a whole or not at all; writing
/// the same again does no harm; all members may be called at once from many threads and machines.
/// </summary>
public interface IJobJournal
{
    /// <summary>Stores a tile's components after a sweep; takes the place of older ones.</summary>
    void WriteTile(TileSnapshot snapshot);

    /// <summary>The components of a tile that were stored last, or null.</summary>
    TileSnapshot? ReadTile(int tile);

    /// <summary>Stores the result of a step; those of the tile's earlier sweeps may go.</summary>
    void WriteStep(TileStepResult step);

    /// <summary>The result of a tile's step in a sweep, or null when it has not been stored.</summary>
    TileStepResult? ReadStep(int tile, int sweep);

    /// <summary>Stores a named state; takes the place of an older one.</summary>
    void WriteState(string name, ReadOnlySpan<byte> state);

    /// <summary>The state of a name that was stored last, or null.</summary>
    byte[]? ReadState(string name);
}
