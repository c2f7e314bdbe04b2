using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>What a process writes until it is killed: everything follows from the sweep.</summary>
internal static class JournalWriter
{
    public const int Tile = 300;
    public const string StateName = "job";
    private const int Count = 2000;

    public static TileSnapshot Snapshot(int sweep) => JournalSamples.Snapshot(Tile, sweep, Count);

    public static TileStepResult Step(int sweep) => JournalSamples.Step(Tile, sweep, Count);

    public static byte[] State(int sweep) => [.. Enumerable.Repeat((byte)sweep, 50_000 + sweep % 100)];

    public static void Write(IJobJournal journal, int sweep)
    {
        journal.WriteStep(Step(sweep));
        journal.WriteTile(Snapshot(sweep));
        journal.WriteState(StateName, () => State(sweep));
    }
}
