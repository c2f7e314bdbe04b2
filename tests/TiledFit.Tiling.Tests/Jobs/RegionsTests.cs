using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>A job over 3 × 3 regions, against figures taken over all tiles at once.</summary>
public class RegionsTests
{
    // 10 × 9 tiles; the last ones are narrow.
    private static readonly TileGrid Grid = new(197, 173, 20, 2);

    private static readonly FitOptions Options = new() { Background = BackgroundChoice.None, MaxSweeps = 14 };

    [Fact]
    public void SumsAreThoseOfAllTiles()
    {
        FakeTiles tiles = Uneven();
        var host = new FakeHost(tiles, Options) { Shuffle = new Random(5) };
        host.Run();
        Assert.Equal(9, host.Job.Regions.Count);
        Assert.True(host.State.IsSettled);
        Assert.Equal(tiles.Objective.Sum(), host.State.Objective, 1e-10);
        double before = 90 * 100;
        foreach (SweepRecord sweep in host.State.Sweeps)
        {
            TileStepStatistics[] steps =
            [
                .. tiles.Reports.OfType<TileStepped>().Where(step => step.Sweep == sweep.Sweep)
                    .Select(step => step.Statistics),
            ];
            double after = before + steps.Sum(step => step.ObjectiveChange);
            Assert.Equal(after, sweep.Objective, 1e-9);
            Assert.Equal((before - after) / before, sweep.RelativeDecrease, 1e-12);
            Assert.Equal(steps.Length, sweep.ActiveTiles);
            Assert.Equal(steps.Sum(step => step.Pixels), sweep.Pixels);
            before = after;
        }
    }

    /// <summary>
    /// A tile sleeps while E has decreased by no more than ½·tol·E/n in its window since its own last step: by its own
    /// step and its neighbours', in whatever region they are.
    /// </summary>
    [Fact]
    public void TilesSleepAsInOneRegion()
    {
        FakeTiles tiles = Uneven();
        new FakeHost(tiles, Options) { Shuffle = new Random(6) }.Run();
        double[] pending = [.. Enumerable.Repeat(double.PositiveInfinity, 90)];
        double objective = 9000;
        int sleepers = 0;
        int[] sweeps = [.. tiles.Orders.OfType<StepTile>().Select(step => step.Sweep).Distinct().Order()];
        foreach (int sweep in sweeps)
        {
            if (tiles.Orders.OfType<CountTile>().Any(count => count.Sweep == sweep - 1))
            {
                // The recount that did not settle wakes all.
                Array.Fill(pending, double.PositiveInfinity);
            }

            int[] awake =
                [.. Enumerable.Range(0, 90).Where(tile => pending[tile] > 0.5 * 1e-6 * objective / 90)];
            Assert.Equal(awake, tiles.StepsOf(sweep));
            sleepers += 90 - awake.Length;
            Dictionary<int, double> changes = tiles.Reports.OfType<TileStepped>().Where(step => step.Sweep == sweep)
                .ToDictionary(step => step.Tile, step => step.Statistics.ObjectiveChange);
            for (int tile = 0; tile < 90; tile++)
            {
                double near = Grid.NeighboursOf(tile).Append(tile).Sum(other => -changes.GetValueOrDefault(other));
                pending[tile] = changes.ContainsKey(tile) ? near : pending[tile] + near;
            }

            objective += changes.Values.Sum();
        }

        Assert.True(sweeps.Length > 5);
        Assert.InRange(sleepers, 90, 90 * sweeps.Length - 180);
    }

    /// <summary>Only tiles that ran, or whose neighbours did, have anything to hand over.</summary>
    [Fact]
    public void OnlyTouchedTilesHandOver()
    {
        var tiles = new FakeTiles(Grid, 100) { Share = (tile, sweep) => tile == 33 && sweep < 4 ? 0.1 : 0 };
        new FakeHost(tiles, Options).Run();
        int[] around = [22, 23, 24, 32, 33, 34, 42, 43, 44];
        Assert.Equal(around, tiles.StepsOf(3));

        // Their neighbours are touched: columns 1 to 5 of rows 1 to 5, over the borders of four regions.
        int[] touched =
            [.. Enumerable.Range(0, 90).Where(tile => tile % 10 is >= 1 and <= 5 && tile / 10 is >= 1 and <= 5)];
        Assert.Equal(
            touched,
            tiles.Orders.OfType<CloseTile>().Where(close => close.Sweep == 3).Select(close => close.Tile).Order());
    }

    /// <summary>
    /// With as many additions taken as are offered, the rounds are 12 % of the ceiling, then 1.45 times what is there.
    /// </summary>
    [Fact]
    public void TheBudgetIsSharedByNeedOverRegionsAndTiles()
    {
        var random = new Random(8);
        var tiles = new FakeTiles(Grid, 0)
        {
            Share = (_, _) => 0.2,
            Added = step => step.Options.Selection?.AddLimit ?? 0,
        };
        for (int tile = 0; tile < 90; tile++)
        {
            tiles.Objective[tile] = tile is 7 or 44 ? 0 : 50 + 100 * random.NextDouble();
        }

        double[] need = [.. tiles.Objective];
        double total = need.Sum();
        var host = new FakeHost(tiles, Options with { Components = 200, MaxSweeps = 8 }, findsStart: true)
        {
            Shuffle = new Random(7),
        };
        host.Run();

        // 34,081 pixels / 140 is more than the ceiling: 0.12·200 = 24, 1.45·24 = 34.8, …
        int[] totals = [24, 34, 49, 71, 102, 147, 200];
        int there = 0;
        for (int sweep = 1; sweep <= totals.Length; sweep++)
        {
            int[] limits = LimitsOf(tiles, sweep);
            Assert.Equal(totals[sweep - 1] - there, limits.Sum());
            Assert.Equal(totals[sweep - 1], host.State.Sweeps[sweep - 1].Components);
            for (int tile = 0; tile < 90; tile++)
            {
                // Each of the two shares is less than one off the exact one.
                double exact = limits.Sum() * need[tile] / total;
                Assert.InRange(limits[tile], exact - 2, exact + 2);
                Assert.True(need[tile] > 0 || limits[tile] == 0);
            }

            there = totals[sweep - 1];
        }

        Assert.Equal(200, host.State.Sweeps[^1].Components);
        Assert.Equal(JobPhase.Fit, host.State.Sweeps[^1].Phase);
    }

    /// <summary>The regions' answers come in any order, and messages among regions are lost, late or repeated.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void ABadNetworkDoesNotShow(int seed, bool grows)
    {
        FitOptions options = Options with { Components = grows ? 150 : null };
        var expected = new FakeHost(Uneven(), options, grows);
        expected.Run();
        var lossy = new LossyHost(Uneven(), options, grows, seed);
        lossy.Run();
        Assert.Equal(Bits.Of(expected.State), Bits.Of(lossy.State));
        Assert.True(lossy.Losses > 100 && lossy.Crashes > 10, $"{lossy.Losses} losses, {lossy.Crashes} crashes");
    }

    /// <summary>
    /// A region tells no more levels of 36 tiles than of 16; their plane stays, and all else is that of all tiles.
    /// </summary>
    [Fact]
    public void TheSurveyOfARegionDoesNotGrowWithItsTiles()
    {
        // 161 columns of tiles make regions of 6 × 6.
        var grid = new TileGrid(161 * 64, 6 * 64, 64, 4);
        var regions = new RegionGrid(grid);
        var region = new RegionJob(regions, 1, Options);
        IReadOnlyList<JobMessage> messages = region.Handle(new SurveyRegion(1));
        var surveys = new List<TileSurvey>();
        foreach (int tile in messages.Cast<SurveyTile>().Select(order => order.Tile).Reverse())
        {
            PixelRectangle core = grid.CoreOf(tile);
            double[] pixels =
                [.. Enumerable.Range(0, 4096).Select(k => 2.0 * (core.X + k % 64) - 5 * (core.Y + k / 64))];
            surveys.Insert(0, TileSurvey.Of(core, pixels, 0, 0));
            messages = region.Handle(new TileSurveyed(tile, surveys[0], 0));
        }

        TileSurvey survey = Assert.IsType<RegionSurveyed>(Assert.Single(messages)).Survey;
        TileSurvey all = TileSurvey.Combine(surveys);
        Assert.Equal(36 * 16, all.Statistics.Patches.Count);
        Assert.Equal(256, survey.Statistics.Patches.Count);
        Assert.Equal(all.Basis, survey.Basis);
        Assert.Equal(all.Statistics with { Patches = [] }, survey.Statistics with { Patches = [] });
        Assert.All(
            survey.Statistics.Patches, patch => Assert.Equal(2 * patch.X - 5 * patch.Y, patch.Level, 1e-8));
    }

    private static int[] LimitsOf(FakeTiles tiles, int sweep)
    {
        var limits = new int[90];
        foreach (StepTile step in tiles.Orders.OfType<StepTile>().Where(step => step.Sweep == sweep))
        {
            limits[step.Tile] = step.Options.Selection!.AddLimit;
        }

        return limits;
    }

    // Some corners of the raster have more to do than others.
    private static FakeTiles Uneven() => new(Grid, 100)
    {
        Share = (tile, sweep) => sweep < 3 + tile % 10 / 3 ? Math.Exp(-0.01 * tile - 0.3 * sweep) / 3 : 0,
        RecountedGradient = recount => recount == 1 ? 50 : 0,
        Added = step => step.Options.Selection?.AddLimit * 2 / 3 ?? 0,
    };
}
