using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Tests.Growth;

public class GrowthPlanTests
{
    private static readonly SelectionOptions Selection = new(0, 0, SelectionCriterion.Free, new DetectionOptions());

    /// <summary>A plan knows no more than its progress: one that is made anew for each round goes on the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RoundsReachTheCeilingAndExchangesKeepIt(bool madeAnew)
    {
        GrowthPlan plan = Plan(1000);
        int[] components = [0, 0];
        double objective = 1e6;
        var totals = new List<int>();
        int exchanges = 0;
        while (plan.Next(objective, 10000, components.Sum()) is { } round)
        {
            exchanges += round.Removes ? 1 : 0;
            int[] additions = BudgetAllocator.Share(round.Additions, [3, 1]);
            components = [.. components.Select((count, k) => count - Removals(round, count) + additions[k])];
            objective *= round.Removes ? 1.1 : 0.8;
            totals.Add(components.Sum());
            Assert.True(totals.Count < 100);
            plan = madeAnew ? new GrowthPlan(plan.Limits, plan.Progress) : plan;
        }

        Assert.Equal(120, totals[0]);
        Assert.Equal(174, totals[1]);
        Assert.Equal(12, exchanges);
        Assert.True(totals.Max() == 1000 && totals[^1] == 1000);
        Assert.InRange(totals[^2], 898, 900);
        Assert.Contains("ceiling of 1000", plan.StopReason);
    }

    [Fact]
    public void AnExchangeThatBringsLittleIsTheLast()
    {
        GrowthPlan plan = Plan(10);
        Assert.Equal(1, Removals(plan.Next(100, 1000, 10)!, 10));
        Assert.Equal(1, Additions(plan.Next(110, 1000, 9)!));
        Assert.Equal(1, Removals(plan.Next(90, 1000, 10)!, 10));
        Assert.Equal(1, Additions(plan.Next(95, 1000, 9)!));
        Assert.Null(plan.Next(89.9, 1000, 10));
    }

    [Fact]
    public void TheWantedRmseEndsIt()
    {
        GrowthPlan plan = Plan(1000, rmse: 2);
        Assert.NotNull(plan.Next(4001, 1000, 0));
        Assert.Null(plan.Next(4000, 1000, 120));
        Assert.Contains("RMSE", plan.StopReason);
    }

    [Fact]
    public void RefinementsGoOnWhileTheyChangeTheNumberOfComponents()
    {
        var plan = new GrowthPlan(new GrowthLimits(1000, 120, null, 0, 6, Selection), GrowthProgress.Start);
        Assert.False(plan.Next(4000, 1000, 0)!.Selection.Refines);
        Assert.False(plan.Next(3000, 1000, 100)!.Selection.Refines);
        GrowthRound round = plan.Next(2000, 1000, 100)!;
        Assert.True(round.Selection.Refines);
        Assert.Equal(900, round.Additions);
        Assert.True(plan.Next(1900, 1000, 104)!.Selection.Refines);
        Assert.Null(plan.Next(1890, 1000, 104));
        Assert.Contains("104 components: no more earn", plan.StopReason);
    }

    [Fact]
    public void ARoundThatFindsTooLittleIsTheLast()
    {
        GrowthPlan plan = Plan(1000, maxExchanges: 0);
        Assert.Equal(120, Additions(plan.Next(4000, 1000, 0)!));
        Assert.Equal(45, Additions(plan.Next(3000, 1000, 100)!));
        Assert.Null(plan.Next(2000, 1000, 100));
        Assert.Contains("no more earn", plan.StopReason);
    }

    [Fact]
    public void ExchangesKeepTheLevelThatGrowthEndedAt()
    {
        GrowthPlan plan = Plan(1000);
        Assert.NotNull(plan.Next(4000, 1000, 0));
        Assert.NotNull(plan.Next(3000, 1000, 100));
        Assert.Equal(10, Removals(plan.Next(2000, 1000, 100)!, 100));
        Assert.Equal(10, Additions(plan.Next(2100, 1000, 90)!));
        Assert.Equal(10, Removals(plan.Next(1900, 1000, 97)!, 97));
        Assert.Equal(13, Additions(plan.Next(2000, 1000, 87)!));
        Assert.Null(plan.Next(1899, 1000, 98));
        Assert.Equal("growth ended at 98 components: no more earn their parameters.", plan.StopReason);
    }

    [Fact]
    public void APerfectFitEndsIt() => Assert.Null(Plan(10).Next(0, 1000, 0));

    [Fact]
    public void AnExchangeThatCouldNotBeRefilledIsNotBegun()
    {
        GrowthPlan plan = Plan(10);
        Assert.Equal(1, Removals(plan.Next(90, 1000, 10)!, 10));
        Assert.Equal(1, Additions(plan.Next(95, 1000, 9)!));
        Assert.Null(plan.Next(50, 1000, 10));
    }

    /// <summary>Only the selection and the iterations are the round's own.</summary>
    [Fact]
    public void ARoundKeepsTheToleranceOfAStepThatMinimises()
    {
        var minimize = new TileStepOptions
        {
            Minimizer = new MinimizerOptions { MaxIterations = 99, FunctionTolerance = 1e-5, GradientTolerance = 3e-5 },
        };
        TileStepOptions options = new GrowthRound(true, 0, Selection, 5).OptionsOf(41, 7, minimize);
        Assert.Equal(minimize.Minimizer with { MaxIterations = 5 }, options.Minimizer);
        Assert.Equal(Selection with { RemoveCount = 5, AddLimit = 7 }, options.Selection);
    }

    private static GrowthPlan Plan(long ceiling, double? rmse = null, int maxExchanges = 12) => new(
        new GrowthLimits(ceiling, GrowthPlan.FirstShare * ceiling, rmse, maxExchanges, 0, Selection),
        GrowthProgress.Start);

    // What a tile gives up; a round that removes adds nothing, and the reverse.
    private static int Removals(GrowthRound round, int components)
    {
        Assert.True(!round.Removes || round.Additions == 0);
        return round.OptionsOf(components, 0, new TileStepOptions()).Selection!.RemoveCount;
    }

    private static long Additions(GrowthRound round)
    {
        Assert.False(round.Removes);
        return round.Additions;
    }
}
