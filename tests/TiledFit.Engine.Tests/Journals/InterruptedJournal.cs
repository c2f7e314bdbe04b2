using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>A journal whose process ends after so many writes: the next one and all after it fail.</summary>
internal sealed class InterruptedJournal(IJobJournal journal, int limit) : IJobJournal, IDisposable
{
    private int _writes;

    /// <summary>Writes that were asked for.</summary>
    public int Writes => _writes;

    public void WriteTile(TileSnapshot snapshot)
    {
        Count();
        journal.WriteTile(snapshot);
    }

    public TileSnapshot? ReadTile(int tile) => journal.ReadTile(tile);

    public int BeginStep(int tile, int sweep)
    {
        EndAfter(_writes);
        return journal.BeginStep(tile, sweep);
    }

    public TileStepResult WriteStep(TileStepResult step)
    {
        Count();
        return journal.WriteStep(step);
    }

    public TileStepResult? ReadStep(int tile) => journal.ReadStep(tile);

    public void WriteState(string name, Func<byte[]> state)
    {
        Count();
        journal.WriteState(name, state);
    }

    public byte[]? ReadState(string name) => journal.ReadState(name);

    public void Dispose() => (journal as IDisposable)?.Dispose();

    private void Count() => EndAfter(Interlocked.Increment(ref _writes));

    private void EndAfter(int writes)
    {
        if (writes > limit)
        {
            throw new OperationCanceledException("interrupted");
        }
    }
}
