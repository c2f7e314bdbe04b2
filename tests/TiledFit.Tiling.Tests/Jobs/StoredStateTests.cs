using System.Text;
using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class StoredStateTests
{
    // 3 × 3 regions of four by four tiles, the last of them smaller.
    private static readonly TileGrid Grid = new(100, 90, 10, 1);

    private static readonly RegionGrid Regions = new(Grid);

    private static readonly FitOptions Options = new() { Components = 150, MaxSweeps = 16 };

    /// <summary>
    /// Survey, count, growth, exchanges, sleepers, a recount that goes on and one that settles; a tile without data,
    /// whose extremes and need of a step are infinite.
    /// </summary>
    [Fact]
    public void StatesComeBackBitForBitAtEveryEpoch()
    {
        var jobs = new Dictionary<int, JobPhase>();
        var regions = new HashSet<(int, int)>();
        bool infinite = false;
        var host = new LossyHost(Tiles(), Options, findsStart: true, seed: 1)
        {
            OnJobStored = CheckJob,
            OnRegionStored = CheckRegion,
        };
        host.Run();
        Assert.True(host.State.IsSettled);
        Assert.Equal(
            [JobPhase.Count, JobPhase.Grow, JobPhase.Fit, JobPhase.Recount, JobPhase.Finished],
            jobs.OrderBy(pair => pair.Key).Select(pair => pair.Value).Distinct());
        Assert.Equal(2, jobs.Values.Count(phase => phase == JobPhase.Recount));
        Assert.Equal(host.State.Epoch * Regions.Count, regions.Count);
        Assert.True(infinite);

        void CheckJob(FitJobState state)
        {
            jobs[state.Epoch + (state.Phase == JobPhase.Finished ? 1 : 0)] = state.Phase;
            ComesBack(state);
        }

        void CheckRegion(RegionState state)
        {
            regions.Add((state.Report!.Region, state.Epoch));
            ComesBack(state);
            infinite |= double.IsPositiveInfinity(state.Tiles[^1].PendingDecrease);
        }
    }

    [Fact]
    public void OrdersToExchangeComeBackBitForBit()
    {
        var criterion = new SelectionCriterion(new NoiseModel(0.1, 1.5), 6000);
        var selection = new SelectionOptions(0, 0, criterion, new DetectionOptions());
        var round = new GrowthRound(12, selection with { Exchanges = true }, 6);
        ComesBack<RegionOrder>(new StepRegion(3, 2, Background.None, default, round));
        TileStepOptions options = round.OptionsOf(61, 5, new TileStepOptions());
        ComesBack<TileOrder>(new StepTile(4, 2, Background.None, MinimizerState.Initial, options));
    }

    /// <summary>The host is lost once, after as many writes of a state as are asked for.</summary>
    [Fact]
    public void AJobGoesOnFromAnyWrite()
    {
        IReadOnlyList<string> expected = Bits.Of(Undisturbed(out int writes));
        Assert.InRange(writes, 200, 600);
        for (int lost = 1; lost <= writes; lost++)
        {
            var journal = new CrashingJournal { CrashesAt = write => write == lost };
            FakeHost host = new(Tiles(), Options, findsStart: true) { Journal = journal, Shuffle = new Random(lost) };
            host.Run();
            Assert.Equal(1, host.Crashes);
            Assert.Equal(expected, Bits.Of(host.State));
        }
    }

    /// <summary>Sweeps are interrupted as well, with some regions through and others not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void AJobGoesOnAfterAnyReport(int every)
    {
        FakeHost host = new(Tiles(), Options, findsStart: true)
        {
            Journal = new CrashingJournal(),
            Shuffle = new Random(every),
            CrashesAfter = reports => reports % every == 0,
        };
        host.Run();
        Assert.Equal(Bits.Of(Undisturbed(out _)), Bits.Of(host.State));
        Assert.InRange(host.Crashes, 1500 / every, int.MaxValue);
    }

    [Fact]
    public void AFinishedJobStaysFinished()
    {
        var journal = new CrashingJournal();
        FakeHost host = new(Tiles(), Options, findsStart: true) { Journal = journal };
        host.Run();
        var again = new LocalJob(Regions, Options, new FitJobState(), journal);
        Assert.True(again.IsFinished);
        Assert.Empty(again.Start());
        Assert.Equal(Bits.Of(host.State), Bits.Of(again.Job.State));
        for (int tile = 0; tile < Grid.Count; tile++)
        {
            Assert.Equal(Bits.Of(host.Job.StateOf(tile)), Bits.Of(again.StateOf(tile)));
        }
    }

    /// <summary>One that comes back answers its order with the report that it gave, and tells its neighbours.</summary>
    [Fact]
    public void ARegionThatComesBackAnswersTheSame()
    {
        int checkedOrders = 0, told = 0;
        var seen = new HashSet<(int, int)>();
        var host = new FakeHost(Tiles(), Options, findsStart: true) { Shuffle = new Random(3), OnHandled = Check };
        host.Run();
        Assert.InRange(checkedOrders, 100, int.MaxValue);
        Assert.InRange(told, 50, int.MaxValue);

        void Check(LocalJob job)
        {
            for (int region = 0; region < Regions.Count && !job.IsFinished; region++)
            {
                RegionJob lost = job.Regions[region];
                RegionOrder order = job.Job.OrderOf(region);
                if (!lost.IsComplete || lost.Epoch != order.Epoch || !seen.Add((region, order.Epoch)))
                {
                    continue;
                }

                RegionState stored = JobStateFormat.Read<RegionState>(JobStateFormat.Write(lost.Save()));
                var back = new RegionJob(Regions, region, Options, stored);
                Assert.True(back.IsComplete);
                IReadOnlyList<JobMessage> answer = back.Handle(order);
                Assert.Equal(Bits.Of(lost.Handle(order)), Bits.Of(answer));
                Assert.Equal(Bits.Of(stored.Report), Bits.Of(answer.OfType<RegionReport>().Single()));
                Assert.Equal(Bits.Of(lost.Outstanding()), Bits.Of(back.Outstanding()));
                checkedOrders++;
                told += back.Outstanding().OfType<TilesEnded>().Count();
            }
        }
    }

    [Fact]
    public void ARegionThatHasNotAnsweredIsNotStored()
    {
        var region = new RegionJob(Regions, 0, Options);
        Assert.Equal(0, region.Save().Epoch);
        Assert.Equal(16, region.Handle(new SurveyRegion(1)).Count);
        Assert.Throws<InvalidOperationException>(region.Save);
        Assert.Empty(region.Handle(new SurveyRegion(1)));
        Assert.Equal(16, region.Outstanding().Count);
    }

    [Fact]
    public void AnOrderOutOfTurnIsIgnored()
    {
        var region = new RegionJob(Regions, 0, Options);
        Assert.Empty(region.Handle(new SurveyRegion(2)));
        Assert.Empty(region.Handle(new SurveyRegion(0)));
        Assert.Equal(16, region.Handle(new SurveyRegion(1)).Count);
        Assert.Empty(region.Handle(new CloseRegion(2, 1)));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    [InlineData(double.Epsilon)]
    [InlineData(-0.0)]
    [InlineData(double.MaxValue)]
    [InlineData(0.1 + 0.2)]
    [InlineData(2.2250738585072011e-308)]
    public void NumbersComeBack(double value) =>
        ComesBack(new RegionCounted(3, 4, value, new(1, value, -1), value));

    [Fact]
    public void AReportWithoutItsKindIsRefused() => Assert.Throws<InvalidDataException>(
        () => JobStateFormat.Read<RegionState>("""{"Epoch":2,"Sweep":3,"Report":{},"Tiles":[]}"""u8));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Epoch\":")]
    [InlineData("{\"Epoch\":1.5}")]
    [InlineData("[]")]
    public void WhatIsNotAStateIsRefused(string text) => Assert.Contains(
        "a stored FitJobState",
        Assert.Throws<InvalidDataException>(() => JobStateFormat.Read<FitJobState>(Encoding.UTF8.GetBytes(text)))
            .Message);

    /// <summary>JSON grows with the number of tiles, most of it by the same names over and over.</summary>
    [Fact]
    public void LargeStatesAreCompressed()
    {
        var random = new Random(4);
        RegionState Of(int tiles) => new(
            1, 0, null,
            [
                .. Enumerable.Range(0, tiles).Select(_ => new TileState
                {
                    Need = random.NextDouble(), PendingDecrease = double.NegativeInfinity,
                }),
            ]);
        Assert.Equal((byte)'{', JobStateFormat.Write(Of(10))[0]);
        RegionState large = Of(1000);
        byte[] bytes = JobStateFormat.Write(large);
        ComesBack(large);
        Assert.InRange(bytes.Length, 8_000, 50_000);
        foreach (int length in new[] { 2, 10, bytes.Length / 2, bytes.Length - 100 })
        {
            Assert.Throws<InvalidDataException>(() => JobStateFormat.Read<RegionState>(bytes.AsSpan(0, length)));
        }
    }

    private static FitJobState Undisturbed(out int writes)
    {
        var journal = new CrashingJournal();
        FakeHost host = new(Tiles(), Options, findsStart: true) { Journal = journal };
        host.Run();
        writes = journal.Writes;
        return host.State;
    }

    private static void ComesBack<T>(T value) =>
        Assert.Equal(Bits.Of(value), Bits.Of(JobStateFormat.Read<T>(JobStateFormat.Write(value))));

    private static FakeTiles Tiles() => new(Grid, 100)
    {
        HasData = tile => tile != 89,
        Share = (tile, sweep) => sweep < 9 + tile % 10 / 3 ? Math.Exp(-0.01 * tile - 0.1 * sweep) / 3 : 0,
        Gradient = (tile, sweep) => tile == 50 && sweep < 11 ? 1 : 0,
        RecountedGradient = recount => recount == 1 ? 50 : 0,
        Added = step => step.Options.Selection?.AddLimit ?? 0,
    };
}
