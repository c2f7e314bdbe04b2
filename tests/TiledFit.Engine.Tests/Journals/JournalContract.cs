using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>What every journal does.</summary>
public abstract class JournalContract
{
    protected abstract IJobJournal Journal { get; }

    [Fact]
    public void NothingIsThereAtFirst()
    {
        Assert.Null(Journal.ReadTile(3));
        Assert.Null(Journal.ReadStep(3));
        Assert.Null(Journal.ReadState("job"));
    }

    [Fact]
    public void WhatWasWrittenComesBackBitForBit()
    {
        TileSnapshot snapshot = JournalSamples.Snapshot(3, 2);
        TileStepResult step = JournalSamples.Step(3, 3);
        byte[] state = [1, 2, 255];
        for (int time = 0; time < 2; time++)
        {
            Journal.WriteTile(snapshot);
            Journal.WriteStep(step);
            Journal.WriteState("region-1", () => state);
        }

        Journal.WriteState("empty", () => []);
        Assert.Equal(JournalSamples.BitsOf(snapshot), JournalSamples.BitsOf(Journal.ReadTile(3)!));
        Assert.Equal(JournalSamples.BitsOf(step), JournalSamples.BitsOf(Journal.ReadStep(3)!));
        Assert.Equal(state, Journal.ReadState("region-1"));
        Assert.Equal([], Journal.ReadState("empty")!);
        Assert.Null(Journal.ReadTile(30));
        Assert.Null(Journal.ReadStep(30));
        Assert.Null(Journal.ReadState("region-10"));
    }

    [Fact]
    public void TheNewTakesThePlaceOfTheOld()
    {
        for (int sweep = 0; sweep < 4; sweep++)
        {
            Journal.WriteTile(JournalSamples.Snapshot(3, sweep));
            byte[] state = [(byte)sweep];
            Journal.WriteState("job", () => state);
        }

        Assert.Equal(3, Journal.ReadTile(3)!.Sweep);
        Assert.Equal([3], Journal.ReadState("job")!);
    }

    [Fact]
    public void AnOldSnapshotNeverTakesThePlaceOfANewOne()
    {
        Journal.WriteTile(JournalSamples.Snapshot(3, 9));
        Journal.WriteTile(JournalSamples.Snapshot(3, 8));
        Assert.Equal(9, Journal.ReadTile(3)!.Sweep);
    }

    [Fact]
    public void TheLatestStepCounts()
    {
        foreach (int sweep in (int[])[1, 2, 9, 11, 10])
        {
            Assert.Equal(sweep, Journal.WriteStep(JournalSamples.Step(3, sweep)).Sweep);
            Journal.WriteStep(JournalSamples.Step(33, sweep));
        }

        Journal.WriteStep(JournalSamples.Step(3, 100));
        Assert.Equal(100, Journal.ReadStep(3)!.Sweep);
        Assert.Equal(11, Journal.ReadStep(33)!.Sweep);
    }

    [Fact]
    public void WhatIsStoredFirstStays()
    {
        TileStepResult first = JournalSamples.Step(3, 5, 20), second = JournalSamples.Step(3, 5, 30);
        Assert.Equal(JournalSamples.BitsOf(first), JournalSamples.BitsOf(Journal.WriteStep(first)));
        Assert.Equal(JournalSamples.BitsOf(first), JournalSamples.BitsOf(Journal.WriteStep(second)));
        Assert.Equal(JournalSamples.BitsOf(first), JournalSamples.BitsOf(Journal.ReadStep(3)!));
        Journal.WriteTile(JournalSamples.Snapshot(3, 5, 20));
        Journal.WriteTile(JournalSamples.Snapshot(3, 5, 30));
        Assert.Equal(
            JournalSamples.BitsOf(JournalSamples.Snapshot(3, 5, 20)), JournalSamples.BitsOf(Journal.ReadTile(3)!));
    }

    [Fact]
    public void BegunStepsAreCountedUntilOneIsStored()
    {
        Assert.Equal(0, Journal.BeginStep(3, 1));
        Assert.Equal(0, Journal.BeginStep(4, 1));
        Assert.Equal([1, 2], [Journal.BeginStep(3, 1), Journal.BeginStep(3, 1)]);
        Assert.Equal(2, Journal.WriteStep(JournalSamples.Step(3, 1) with { Repeats = 2 }).Repeats);
        Assert.Equal(2, Journal.ReadStep(3)!.Repeats);
        Assert.Equal([0, 1], [Journal.BeginStep(3, 12), Journal.BeginStep(3, 12)]);
        Assert.Equal(0, Journal.BeginStep(3, 13));
    }

    [Fact]
    public void WhatIsReadIsNotShared()
    {
        byte[] state = [1];
        Journal.WriteState("job", () => state);
        Journal.ReadState("job")![0] = 3;
        Assert.Equal([1], Journal.ReadState("job")!);
    }

    [Fact]
    public void WritersAndReadersOfTheSameNeverSeeHalf()
    {
        const int sweeps = 60;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (int sweep = 1; sweep <= sweeps; sweep++)
            {
                if (worker % 2 == 0)
                {
                    Journal.WriteTile(JournalSamples.Snapshot(5, sweep, 100 + sweep));
                    Journal.WriteStep(JournalSamples.Step(5, sweep, 100 + sweep));
                    byte[] written = [.. Enumerable.Repeat((byte)sweep, 5000 * sweep)];
                    Journal.WriteState("job", () => written);
                }

                if (Journal.ReadTile(5) is { } tile)
                {
                    Assert.Equal(
                        JournalSamples.BitsOf(JournalSamples.Snapshot(5, tile.Sweep, 100 + tile.Sweep)),
                        JournalSamples.BitsOf(tile));
                }

                if (Journal.ReadStep(5) is { } step)
                {
                    Assert.Equal(
                        JournalSamples.BitsOf(JournalSamples.Step(5, step.Sweep, 100 + step.Sweep)),
                        JournalSamples.BitsOf(step));
                }

                if (Journal.ReadState("job") is { } state)
                {
                    Assert.Equal(5000 * state[0], state.Length);
                    Assert.DoesNotContain(state, value => value != state[0]);
                }
            }
        });
        Assert.Equal(sweeps, Journal.ReadTile(5)!.Sweep);
        Assert.Equal(sweeps, Journal.ReadStep(5)!.Sweep);
    }
}
