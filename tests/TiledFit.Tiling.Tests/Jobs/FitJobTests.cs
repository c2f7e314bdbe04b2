using TiledFit.Core;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class FitJobTests
{
    private static readonly TileGrid Grid = new(300, 200, 50, 5);

    private static readonly FitOptions Options = new() { Background = BackgroundChoice.None };

    [Fact]
    public void PhasesComeInOrder()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { Share = (_, sweep) => sweep < 4 ? 0.1 : 0 };
        host.Run();
        Assert.Equal(
            [JobPhase.Survey, JobPhase.Count, JobPhase.Fit, JobPhase.Recount, JobPhase.Finished], host.Phases);
        Assert.Equal(Enumerable.Range(0, 24), host.Commands.OfType<SurveyTile>().Select(survey => survey.Tile));
        Assert.Equal(48, host.Commands.OfType<CountTile>().Count());
        Assert.IsType<FinishJob>(host.Commands[^1]);
        Assert.Single(host.Commands.OfType<FinishJob>());
        Assert.True(job.IsSettled);
        Assert.Equal(60_000, job.Pixels);
    }

    [Fact]
    public void TheObjectiveIsAccounted()
    {
        FitJob job = Given();
        new FakeHost(job, 100) { Share = (_, sweep) => sweep < 4 ? 0.1 : 0 }.Run();
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
        FitJob expected = Given(), job = Given();
        Host(expected, null, 1, false).Run();
        Host(job, new Random(seed), repeats, retells).Run();
        Assert.Equal(expected.Sweeps, job.Sweeps);
        Assert.Equal(expected.Objective, job.Objective);
        Assert.Equal(expected.IsSettled, job.IsSettled);
        Assert.Equal(2, expected.Sweeps.Count(sweep => Math.Abs(sweep.RelativeDecrease) < 1e-12));

        // The first recount says "not stationary", the second settles.
        static FakeHost Host(FitJob job, Random? shuffle, int repeats, bool retells) => new(job, 100)
        {
            Share = (tile, sweep) => sweep < 4 ? 0.1 + 0.01 * Math.Sin(tile) : 0,
            RecountedGradient = recount => recount == 1 ? 50 : 0,
            Shuffle = shuffle,
            Repeats = repeats,
            RetellsThePast = retells,
        };
    }

    [Fact]
    public void AStepThatWasNotAskedForIsIgnored()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100);
        host.Run();
        Assert.Empty(job.Handle(new SweepClosed(job.Sweep, new int[24])));
        Assert.Empty(job.Handle(new SweepClosed(job.Sweep + 1, new int[24])));
    }

    [Fact]
    public void ARecountThatDisagreesIsAnError()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { Share = (_, sweep) => sweep < 3 ? 0.1 : 0, RecountFactor = 1 + 3e-9 };
        Assert.Contains("bookkeeping", Assert.Throws<InvalidOperationException>(host.Run).Message);

        FitJob near = Given();
        new FakeHost(near, 100) { Share = (_, sweep) => sweep < 3 ? 0.1 : 0, RecountFactor = 1 + 3e-10 }.Run();
        Assert.True(near.IsSettled);
    }

    [Fact]
    public void ARasterWithoutDataIsRefused()
    {
        var host = new FakeHost(Given(), 100) { HasData = _ => false };
        Assert.Contains("no valid pixel", Assert.Throws<InputException>(host.Run).Message);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void ValuesWhoseSquaresOverflowAreRefused(double objective)
    {
        var host = new FakeHost(Given(), objective);
        Assert.Contains("too large", Assert.Throws<InputException>(host.Run).Message);
    }

    [Fact]
    public void ATileWithoutDataRunsNoStep()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { HasData = tile => tile != 7, Share = (_, sweep) => sweep < 3 ? 0.1 : 0 };
        host.Run();
        Assert.True(job.IsSettled);
        Assert.DoesNotContain(host.Commands.OfType<StepTile>(), step => step.Tile == 7);
        Assert.Equal(23, job.Sweeps[0].ActiveTiles);
    }

    /// <summary>Its components reach into other tiles' pixels, or they may have come from there.</summary>
    [Fact]
    public void ATileWithoutDataThatOwnsComponentsRuns()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { HasData = tile => tile != 7, Share = (_, sweep) => sweep < 3 ? 0.1 : 0 };
        host.Components[7] = 1;
        host.Run();
        Assert.Contains(7, host.StepsOf(2));
    }

    [Fact]
    public void AFitThatIsNotStationaryGoesOn()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { RecountedGradient = recount => recount < 4 ? 10 : 0 };
        host.Run();
        Assert.Equal(4, host.Recounts);
        Assert.True(job.IsSettled);

        // Every tile is woken by a recount that does not settle.
        Assert.Equal(24, job.Sweeps[^1].ActiveTiles);
    }

    [Fact]
    public void TheBookkeepingGoesOnFromTheRecount()
    {
        FitJob job = Given();
        new FakeHost(job, 100)
        {
            RecountedGradient = recount => recount < 2 ? 10 : 0,
            RecountFactor = 1 + 3e-10,
        }.Run();
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
        FitJob job = new(Grid, Options with { MaxSweeps = 4 }, new int[24]);
        new FakeHost(job, 2500 * residual * residual) { RecountedGradient = _ => residual }.Run();
        Assert.Equal(settled, job.IsSettled);
    }

    [Fact]
    public void TheSweepLimitEndsAFitThatHasNotSettled()
    {
        FitJob job = new(Grid, Options with { MaxSweeps = 5 }, new int[24]);
        var host = new FakeHost(job, 100) { Share = (_, _) => 0.1 };
        host.Run();
        Assert.Equal(5, job.Sweeps.Count);
        Assert.False(job.IsSettled);
        Assert.Equal(1, host.Recounts);
        Assert.Equal(2400 * Math.Pow(0.9, 5), job.Objective, 1e-9);
    }

    [Fact]
    public void ALargeGradientKeepsTheFitFromSettling()
    {
        FitJob job = new(Grid, Options with { MaxSweeps = 9 }, new int[24]);
        new FakeHost(job, 100) { Gradient = (tile, _) => tile == 3 ? 10 : 0 }.Run();
        Assert.False(job.IsSettled);
        Assert.Equal(9, job.Sweeps.Count);
    }

    /// <summary>Tiles 0 to 23 in rows of six. Tile 0 goes on changing; 1, 6 and 7 are its neighbours.</summary>
    [Fact]
    public void ATileSleepsUntilANeighbourHasChangedEnough()
    {
        FitJob job = Given();
        var host = new FakeHost(job, 100) { Share = (tile, sweep) => tile == 0 && sweep is > 1 and < 6 ? 0.1 : 0 };
        host.Run();
        Assert.Equal(Enumerable.Range(0, 24), host.StepsOf(1));
        Assert.Empty(host.StepsOf(2));
        Assert.True(job.IsSettled);

        FitJob other = Given();
        host = new FakeHost(other, 100) { Share = (tile, sweep) => tile == 0 && sweep < 6 ? 0.1 : 0 };
        host.Run();
        Assert.Equal(Enumerable.Range(0, 24), host.StepsOf(1));
        for (int sweep = 2; sweep <= 6; sweep++)
        {
            Assert.Equal([0, 1, 6, 7], host.StepsOf(sweep));
        }

        Assert.True(other.IsSettled);
    }

    /// <summary>Changes too small to wake a tile alone add up over the sweeps.</summary>
    [Fact]
    public void SmallChangesAddUpUntilASleeperWakes()
    {
        // A tile's share of half the tolerance is ½·1e-3·2400/24 = 0.05: a change of 0.03 wakes it every second sweep.
        FitJob job = new(Grid, Options with { Tolerance = 1e-3, MaxSweeps = 8 }, new int[24]);
        var host = new FakeHost(job, 100)
        {
            Gradient = (tile, sweep) => tile is 0 or 23 ? 1000 : 0,
            Share = (tile, _) => tile == 0 ? 0.0003 : tile == 23 ? 0.05 : 0,
        };
        host.Run();
        int[] sweeps = [.. Enumerable.Range(1, 8).Where(sweep => host.StepsOf(sweep).Contains(6))];
        Assert.Equal([1, 3, 5, 7], sweeps);
        Assert.Equal(Enumerable.Range(1, 8), Enumerable.Range(1, 8).Where(sweep => host.StepsOf(sweep).Contains(0)));
    }

    [Fact]
    public void GrowthComesFirstAndNeverExceedsItsCeiling()
    {
        FitJob job = new(Grid, Options with { Components = 100 }, null);
        var host = new FakeHost(job, 100)
        {
            Share = (_, sweep) => sweep < 12 ? 0.2 : 0,
            Added = step => step.Options.Selection?.AddLimit ?? 0,
        };
        host.Run();
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
        FitJob job = new(Grid, Options with { Rmse = 0.1 }, null);
        var host = new FakeHost(job, 100)
        {
            Share = (_, sweep) => sweep < 20 ? 0.2 : 0,
            Added = step => step.Options.Selection?.AddLimit ?? 0,
        };
        host.Run();
        Assert.Contains(job.Messages, message => message.Contains("RMSE is met"));
        SweepRecord last = job.Sweeps.Last(sweep => sweep.Phase == JobPhase.Grow);
        Assert.True(last.Objective <= 600);
        Assert.All(job.Sweeps.Where(sweep => sweep.Sweep < last.Sweep), sweep => Assert.True(sweep.Objective > 600));
    }

    [Fact]
    public void GrowthEndsWhenNothingEarnsItsParameters()
    {
        FitJob job = new(Grid, Options, null);
        var host = new FakeHost(job, 100)
        {
            Added = step => step.Sweep < 3 ? step.Options.Selection?.AddLimit ?? 0 : 0,
        };
        host.Run();
        Assert.Contains(job.Messages, message => message.Contains("no more earn their parameters"));
        Assert.Equal(3, job.Sweeps.Count(sweep => sweep.Phase == JobPhase.Grow));
    }

    [Fact]
    public void NothingGrowsWhereNothingIsLeft()
    {
        FitJob job = new(Grid, Options, null);
        new FakeHost(job, 0).Run();
        Assert.Contains(job.Messages, message => message.Contains("nothing is left"));
        Assert.True(job.IsSettled);
        Assert.Equal(0, job.Objective);
    }

    private static FitJob Given() => new(Grid, Options, new int[Grid.Count]);
}
