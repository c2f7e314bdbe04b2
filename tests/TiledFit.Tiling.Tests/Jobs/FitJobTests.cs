using TiledFit.Core;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class FitJobTests
{
    private static readonly TileGrid Grid = new(300, 200, 50, 5);

    private static readonly FitOptions Options = new() { Background = BackgroundChoice.None };

    [Fact]
    public void PhasesComeInOrder()
    {
        FakeHost host = Run(new FakeTiles(Grid, 100) { Share = (_, sweep) => sweep < 4 ? 0.1 : 0 });
        Assert.Equal(
            [JobPhase.Survey, JobPhase.Count, JobPhase.Fit, JobPhase.Recount, JobPhase.Finished], host.Phases);
        Assert.Equal(
            Enumerable.Range(0, 24), host.Orders.OfType<SurveyTile>().Select(survey => survey.Tile).Order());
        Assert.Equal(48, host.Orders.OfType<CountTile>().Count());
        Assert.IsType<CountTile>(host.Orders[^1]);
        Assert.True(host.State.IsSettled);
        Assert.Null(host.State.Order);
        Assert.Equal(60_000, host.State.Pixels);
    }

    [Fact]
    public void TheObjectiveIsAccounted()
    {
        FitJobState job = Run(new FakeTiles(Grid, 100) { Share = (_, sweep) => sweep < 4 ? 0.1 : 0 }).State;
        Assert.Equal([2160, 1944, 1749.6, 1749.6], job.Sweeps.Take(4).Select(sweep => Math.Round(sweep.Objective, 6)));
        Assert.Equal(0.1, job.Sweeps[0].RelativeDecrease, 1e-12);
        Assert.Equal(1749.6, job.Objective, 1e-9);
        Assert.All(job.Sweeps, sweep => Assert.Equal(JobPhase.Fit, sweep.Phase));
        Assert.Equal(Enumerable.Range(1, job.Sweeps.Count), job.Sweeps.Select(sweep => sweep.Sweep));
    }

    /// <summary>Whatever the order of the answers, and however often and late they are told again.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 3, false)]
    [InlineData(3, 1, true)]
    [InlineData(4, 2, true)]
    public void OrderAndRepetitionOfEventsDoNotShow(int seed, int repeats, bool retells)
    {
        FakeHost expected = Host(null, 1, false), shuffled = Host(new Random(seed), repeats, retells);
        expected.Run();
        shuffled.Run();
        Assert.Equal(expected.State.Sweeps, shuffled.State.Sweeps);
        Assert.Equal(expected.State.Objective, shuffled.State.Objective);
        Assert.Equal(expected.State.IsSettled, shuffled.State.IsSettled);
        Assert.Equal(2, expected.State.Sweeps.Count(sweep => Math.Abs(sweep.RelativeDecrease) < 1e-12));

        // The first recount says "not stationary", the second settles.
        static FakeHost Host(Random? shuffle, int repeats, bool retells) => new(
            new FakeTiles(Grid, 100)
            {
                Share = (tile, sweep) => sweep < 4 ? 0.1 + 0.01 * Math.Sin(tile) : 0,
                RecountedGradient = recount => recount == 1 ? 50 : 0,
            },
            Options)
        {
            Shuffle = shuffle,
            Repeats = repeats,
            RetellsThePast = retells,
        };
    }

    [Fact]
    public void AReportThatWasNotAskedForIsIgnored()
    {
        FakeHost host = Run(new FakeTiles(Grid, 100));
        int sweep = host.State.Sweep;
        Assert.Empty(host.Job.Handle(new TileClosed(0, sweep, 0)));
        Assert.Empty(host.Job.Handle(new TileClosed(0, sweep + 1, 0)));

        var job = new LocalJob(new RegionGrid(Grid), Options, new FitJobState());
        Assert.Empty(job.Handle(new TileCounted(0, 0, new TileCount(1, 1, default, 0))));
        Assert.Equal(24, job.Start().Count);
        Assert.Empty(job.Handle(new TileCounted(0, 0, new TileCount(1, 1, default, 0))));
        Assert.Empty(job.Handle(new TileStepped(0, 1, MinimizerState.Initial, TileStepStatistics.Nothing)));
        Assert.Equal(24, job.RemainingTiles);
    }

    [Fact]
    public void ARecountThatDisagreesIsAnError()
    {
        Assert.Contains("bookkeeping", Assert.Throws<InvalidOperationException>(() => Run(Recounting(3e-9))).Message);
        Assert.True(Run(Recounting(3e-10)).State.IsSettled);

        static FakeTiles Recounting(double error) =>
            new(Grid, 100) { Share = (_, sweep) => sweep < 3 ? 0.1 : 0, RecountFactor = 1 + error };
    }

    [Fact]
    public void ARasterWithoutDataIsRefused()
    {
        var tiles = new FakeTiles(Grid, 100) { HasData = _ => false };
        Assert.Contains("no valid pixel", Assert.Throws<InputException>(() => Run(tiles)).Message);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void ValuesWhoseSquaresOverflowAreRefused(double objective)
    {
        var tiles = new FakeTiles(Grid, objective);
        Assert.Contains("too large", Assert.Throws<InputException>(() => Run(tiles)).Message);
    }

    /// <summary>Columns 4 and 5 of six are a region of their own.</summary>
    [Fact]
    public void ARegionWithoutDataRunsNoStep()
    {
        FakeHost host = Run(new FakeTiles(Grid, 100)
        {
            HasData = tile => tile % 6 < 4,
            Share = (_, sweep) => sweep < 3 ? 0.1 : 0,
        });
        Assert.True(host.State.IsSettled);
        Assert.Equal(40_000, host.State.Pixels);
        Assert.Equal([16, 16], host.State.Sweeps.Take(2).Select(sweep => sweep.ActiveTiles));
        Assert.Equal(1600 * 0.81, host.State.Objective, 1e-9);
        Assert.All(host.Orders.OfType<StepTile>(), step => Assert.True(step.Tile % 6 < 4));
    }

    [Fact]
    public void ATileWithoutDataRunsNoStep()
    {
        FakeHost host = Run(
            new FakeTiles(Grid, 100) { HasData = tile => tile != 7, Share = (_, sweep) => sweep < 3 ? 0.1 : 0 });
        FitJobState job = host.State;
        Assert.True(job.IsSettled);
        Assert.DoesNotContain(host.Orders.OfType<StepTile>(), step => step.Tile == 7);
        Assert.Equal(23, job.Sweeps[0].ActiveTiles);
    }

    /// <summary>Its components reach into other tiles' pixels, or they may have come from there.</summary>
    [Fact]
    public void ATileWithoutDataThatOwnsComponentsRuns()
    {
        var tiles = new FakeTiles(Grid, 100)
        {
            HasData = tile => tile != 7,
            Share = (_, sweep) => sweep < 3 ? 0.1 : 0,
        };
        tiles.Components[7] = 1;
        FitJobState job = Run(tiles).State;
        Assert.Contains(7, tiles.StepsOf(2));
        Assert.All(job.Sweeps, sweep => Assert.Equal(1, sweep.Components));
    }

    [Fact]
    public void AFitThatIsNotStationaryGoesOn()
    {
        var tiles = new FakeTiles(Grid, 100) { RecountedGradient = recount => recount < 4 ? 10 : 0 };
        FitJobState job = Run(tiles).State;
        Assert.Equal(4, tiles.Recounts);
        Assert.True(job.IsSettled);

        // Every tile is woken by a recount that does not settle.
        Assert.Equal(24, job.Sweeps[^1].ActiveTiles);
    }

    [Fact]
    public void TheBookkeepingGoesOnFromTheRecount()
    {
        FitJobState job = Run(new FakeTiles(Grid, 100)
        {
            RecountedGradient = recount => recount < 2 ? 10 : 0,
            RecountFactor = 1 + 3e-10,
        }).State;
        Assert.Equal(2, job.Sweeps.Count);
        Assert.Equal(2400 * (1 + 3e-10), job.Sweeps[1].Objective, 1e-11);
        Assert.Equal(0, job.Sweeps[1].RelativeDecrease);
    }

    /// <summary>
    /// The fake pixels are all 1: E of 60,000 residuals of 1e-16 is 6e-28. The gradient of what rounding left is not
    /// small beside it.
    /// </summary>
    [Theory]
    [InlineData(1e-16, true)]
    [InlineData(1e-12, false)]
    public void AFitThatLeavesNothingButRoundingHasSettled(double residual, bool settled)
    {
        var tiles = new FakeTiles(Grid, 2500 * residual * residual) { RecountedGradient = _ => residual };
        Assert.Equal(settled, Run(tiles, Options with { MaxSweeps = 4 }).State.IsSettled);
    }

    [Fact]
    public void TheSweepLimitEndsAFitThatHasNotSettled()
    {
        var tiles = new FakeTiles(Grid, 100) { Share = (_, _) => 0.1 };
        FitJobState job = Run(tiles, Options with { MaxSweeps = 5 }).State;
        Assert.Equal(5, job.Sweeps.Count);
        Assert.False(job.IsSettled);
        Assert.Equal(1, tiles.Recounts);
        Assert.Equal(2400 * Math.Pow(0.9, 5), job.Objective, 1e-9);
    }

    [Fact]
    public void ALargeGradientKeepsTheFitFromSettling()
    {
        var tiles = new FakeTiles(Grid, 100) { Gradient = (tile, _) => tile == 3 ? 10 : 0 };
        FitJobState job = Run(tiles, Options with { MaxSweeps = 9 }).State;
        Assert.False(job.IsSettled);
        Assert.Equal(9, job.Sweeps.Count);
    }

    /// <summary>Tiles 0 to 23 in rows of six. Tile 0 goes on changing; 1, 6 and 7 are its neighbours.</summary>
    [Fact]
    public void ATileSleepsUntilANeighbourHasChangedEnough()
    {
        var tiles = new FakeTiles(Grid, 100) { Share = (tile, sweep) => tile == 0 && sweep is > 1 and < 6 ? 0.1 : 0 };
        Assert.True(Run(tiles).State.IsSettled);
        Assert.Equal(Enumerable.Range(0, 24), tiles.StepsOf(1));
        Assert.Empty(tiles.StepsOf(2));

        tiles = new FakeTiles(Grid, 100) { Share = (tile, sweep) => tile == 0 && sweep < 6 ? 0.1 : 0 };
        Assert.True(Run(tiles).State.IsSettled);
        Assert.Equal(Enumerable.Range(0, 24), tiles.StepsOf(1));
        for (int sweep = 2; sweep <= 6; sweep++)
        {
            Assert.Equal([0, 1, 6, 7], tiles.StepsOf(sweep));
        }
    }

    /// <summary>Tile 9 is in column 3, the last of its region.</summary>
    [Fact]
    public void ATileWakesItsNeighboursInTheRegionBesideIt()
    {
        var tiles = new FakeTiles(Grid, 100) { Share = (tile, sweep) => tile == 9 && sweep < 6 ? 0.1 : 0 };
        Assert.True(Run(tiles).State.IsSettled);
        for (int sweep = 2; sweep <= 6; sweep++)
        {
            Assert.Equal([2, 3, 4, 8, 9, 10, 14, 15, 16], tiles.StepsOf(sweep));
        }
    }

    /// <summary>Changes too small to wake a tile alone add up over the sweeps.</summary>
    [Fact]
    public void SmallChangesAddUpUntilASleeperWakes()
    {
        // A tile's share of half the tolerance is ½·1e-3·2400/24 = 0.05: a change of 0.03 wakes it every second sweep.
        var tiles = new FakeTiles(Grid, 100)
        {
            Gradient = (tile, sweep) => tile is 0 or 23 ? 1000 : 0,
            Share = (tile, _) => tile == 0 ? 0.0003 : tile == 23 ? 0.05 : 0,
        };
        Run(tiles, Options with { Tolerance = 1e-3, MaxSweeps = 8 });
        int[] sweeps = [.. Enumerable.Range(1, 8).Where(sweep => tiles.StepsOf(sweep).Contains(6))];
        Assert.Equal([1, 3, 5, 7], sweeps);
        Assert.Equal(Enumerable.Range(1, 8), Enumerable.Range(1, 8).Where(sweep => tiles.StepsOf(sweep).Contains(0)));
    }

    [Fact]
    public void GrowthComesFirstAndNeverExceedsItsCeiling()
    {
        var tiles = new FakeTiles(Grid, 100)
        {
            Share = (_, sweep) => sweep < 12 ? 0.2 : 0,
            Added = step => step.Options.Selection?.AddLimit ?? 0,
        };
        FakeHost host = Run(tiles, Options with { Components = 100 }, findsStart: true);
        FitJobState job = host.State;
        Assert.Equal(
            [JobPhase.Survey, JobPhase.Count, JobPhase.Grow, JobPhase.Fit, JobPhase.Recount, JobPhase.Finished],
            host.Phases);
        Assert.Equal(100, job.Components);
        Assert.All(job.Sweeps, sweep => Assert.InRange(sweep.Components, 1, 100));
        Assert.Contains(job.Messages, message => message.Contains("growth ended"));
    }

    [Fact]
    public void GrowthEndsAtTheWantedRmse()
    {
        // E falls from 2400 over 60,000 pixels: √(2400/60000) = 0.2, and 0.1 is met at 600.
        var tiles = new FakeTiles(Grid, 100)
        {
            Share = (_, sweep) => sweep < 20 ? 0.2 : 0,
            Added = step => step.Options.Selection?.AddLimit ?? 0,
        };
        FitJobState job = Run(tiles, Options with { Rmse = 0.1 }, findsStart: true).State;
        Assert.Contains(job.Messages, message => message.Contains("RMSE is met"));
        SweepRecord last = job.Sweeps.Last(sweep => sweep.Phase == JobPhase.Grow);
        Assert.True(last.Objective <= 600);
        Assert.All(job.Sweeps.Where(sweep => sweep.Sweep < last.Sweep), sweep => Assert.True(sweep.Objective > 600));
    }

    [Fact]
    public void GrowthEndsWhenNothingEarnsItsParameters()
    {
        var tiles = new FakeTiles(Grid, 100)
        {
            Added = step => step.Sweep < 3 ? step.Options.Selection?.AddLimit ?? 0 : 0,
        };
        FitJobState job = Run(tiles, Options, findsStart: true).State;
        Assert.Contains(job.Messages, message => message.Contains("no more earn their parameters"));

        // Two rounds that add, one that finds nothing, and one of refinement, which finds nothing either.
        Assert.Equal(4, job.Sweeps.Count(sweep => sweep.Phase == JobPhase.Grow));
    }

    [Fact]
    public void NothingGrowsWhereNothingIsLeft()
    {
        FitJobState job = Run(new FakeTiles(Grid, 0), Options, findsStart: true).State;
        Assert.Contains(job.Messages, message => message.Contains("nothing is left"));
        Assert.True(job.IsSettled);
        Assert.Equal(0, job.Objective);
    }

    private static FakeHost Run(FakeTiles tiles, FitOptions? options = null, bool findsStart = false)
    {
        var host = new FakeHost(tiles, options ?? Options, findsStart);
        host.Run();
        return host;
    }
}
