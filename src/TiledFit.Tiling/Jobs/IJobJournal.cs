using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// Where a running job keeps what a crash must not take. What was written is there as a whole or not at all; all members
/// may be called at once from many threads and machines, one of which may have been given up for dead: what is stored
/// first for a tile and a sweep stays, and the latest sweep counts.
/// </summary>
public interface IJobJournal
{
    /// <summary>Stores a tile's components after a sweep, unless they are stored already; those of earlier sweeps may
    /// go.</summary>
    void WriteTile(TileSnapshot snapshot);

    /// <summary>The components of a tile after the latest sweep that they were stored for, or null.</summary>
    TileSnapshot? ReadTile(int tile);

    /// <summary>Notes that a step begins.</summary>
    /// <returns>How often it had been begun before, without a result that was stored.</returns>
    int BeginStep(int tile, int sweep);

    /// <summary>Stores the result of a step, unless one is stored already; those of the tile's earlier sweeps may
    /// go.</summary>
    /// <returns>The result that is stored.</returns>
    TileStepResult WriteStep(TileStepResult step);

    /// <summary>The result of the latest step of a tile, or null when none has been stored.</summary>
    TileStepResult? ReadStep(int tile);

    /// <summary>Stores a named state; takes the place of an older one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="state">Gives its bytes, the same ones now and later: a journal in memory asks when it must.</param>
    void WriteState(string name, Func<byte[]> state);

    /// <summary>The state of a name that was stored last, or null.</summary>
    byte[]? ReadState(string name);
}
