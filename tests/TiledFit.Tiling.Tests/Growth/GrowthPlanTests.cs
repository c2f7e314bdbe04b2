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
            exchanges += round.Selection.Exchanges ? 1 : 0;
            int[] additions = BudgetAllocator.Share(round.Additions, [3, 1]);
            components = [.. components.Select((count, k) => count + Growth(round, count, additions[k]))];
            objective *= 0.8;
            totals.Add(components.Sum());
            Assert.True(totals.Count < 100);
            plan = madeAnew ? new GrowthPlan(plan.Limits, plan.Progress) : plan;
        }

        Assert.Equal(120, totals[0]);
        Assert.Equal(174, totals[1]);
        Assert.Equal(12, exchanges);
        Assert.All(totals[^13..], total => Assert.Equal(1000, total));
        Assert.Contains("ceiling of 1000", plan.StopReason);
    }

    [Fact]
    public void AnExchangeThatBringsLittleIsTheLast()
    {
        GrowthPlan plan = Plan(10);
        Assert.True(plan.Next(100, 1000, 10)!.Selection.Exchanges);
        Assert.True(plan.Next(90, 1000, 10)!.Selection.Exchanges);
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

    /// <summary>From 12 to as many as halve √(E/n) if that falls as 1/N, to a twentieth more, and never half as many again.
    /// </summary>
    [Fact]
    public void TheWantedRmseIsApproachedFromBelow()
    {
        Assert.Equal(12, From(1e6, 0));
        Assert.Equal(12, From(16000, 12));
        Assert.Equal(108, From(1e6, 12));
        Assert.Equal(10, From(4001, 200));
        Assert.Equal(90, From(1e6, 200));

        static long From(double objective, long components) =>
            Plan(1000, rmse: 2).Next(objective, 1000, components)!.Additions;
    }

    [Fact]
    public void WhatIsButRoundingIsNotExplained()
    {
        GrowthPlan plan = Plan(1000);
        plan = new GrowthPlan(plan.Limits with { Rounding = 1e-6 }, GrowthProgress.Start);
        Assert.NotNull(plan.Next(1.1e-9, 1000, 0));
        Assert.Null(plan.Next(1e-9, 1000, 0));
        Assert.Contains("nothing is left", plan.StopReason);
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

    /// <summary>Where exchanges lose components and later rounds come back to the ceiling, refinements add none.</summary>
    [Fact]
    public void RefinementsStayBelowTheCeiling()
    {
        GrowthLimits limits = new(100, 12, null, 0, 5, Selection);
        var plan = new GrowthPlan(limits, new GrowthProgress(GrowthStage.Refilled, 90, 1e6, 1, false, 0));
        Assert.Equal(5, plan.Next(4000, 1000, 95)!.Additions);
        Assert.Equal(0, plan.Next(3900, 1000, 100)!.Additions);
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

    /// <summary>While tiles ask that had no share, or a small one, another round has as many places as the first.</summary>
    [Fact]
    public void WhoAsksForANumberGetsItFromOtherTiles()
    {
        GrowthPlan plan = Plan(1000, maxExchanges: 0);
        Assert.Equal(120, Additions(plan.Next(4000, 1000, 0, tilesAsk: true)!));
        Assert.Equal(45, Additions(plan.Next(3000, 1000, 100, tilesAsk: true)!));
        Assert.Equal(120, Additions(plan.Next(2000, 1000, 100, tilesAsk: true)!));
        Assert.Null(plan.Next(1900, 1000, 100, tilesAsk: false));

        var criterion = new SelectionCriterion(new NoiseModel(1, 0), 1000);
        GrowthLimits limits = plan.Limits with { Selection = Selection with { Criterion = criterion } };
        plan = new GrowthPlan(limits, new GrowthProgress(GrowthStage.Growing, 100, 0, 0, false, 0));
        Assert.Null(plan.Next(2000, 1000, 100, tilesAsk: true));
    }

    [Fact]
    public void ExchangesKeepTheLevelThatGrowthEndedAt()
    {
        GrowthPlan plan = Plan(1000);
        Assert.NotNull(plan.Next(4000, 1000, 0));
        Assert.NotNull(plan.Next(3000, 1000, 100));
        Assert.Equal(0, Exchanged(plan.Next(2000, 1000, 100)!));
        Assert.Equal(3, Exchanged(plan.Next(1900, 1000, 97)!));
        Assert.Equal(2, Additions(plan.Next(1899, 1000, 98)!));
        Assert.Null(plan.Next(1890, 1000, 99));
        Assert.Equal("growth ended at 99 components: no more earn their parameters.", plan.StopReason);
    }

    [Fact]
    public void APerfectFitEndsIt() => Assert.Null(Plan(10).Next(0, 1000, 0));

    /// <summary>Only the selection and the iterations are the round's own.</summary>
    [Fact]
    public void ARoundKeepsTheToleranceOfAStepThatMinimises()
    {
        var minimize = new TileStepOptions
        {
            Minimizer = new MinimizerOptions { MaxIterations = 99, FunctionTolerance = 1e-5, GradientTolerance = 3e-5 },
        };
        SelectionOptions exchanging = Selection with { Exchanges = true };
        TileStepOptions options = new GrowthRound(0, exchanging, 5).OptionsOf(41, 7, minimize);
        Assert.Equal(minimize.Minimizer with { MaxIterations = 5 }, options.Minimizer);
        Assert.Equal(exchanging with { RemoveCount = 5, AddLimit = 12 }, options.Selection);
        Assert.Equal(
            Selection with { AddLimit = 7 }, new GrowthRound(0, Selection, 5).OptionsOf(41, 7, minimize).Selection);
    }

    private static GrowthPlan Plan(long ceiling, double? rmse = null, int maxExchanges = 12) => new(
        new GrowthLimits(ceiling, GrowthPlan.FirstShare * ceiling, rmse, maxExchanges, 0, Selection),
        GrowthProgress.Start);

    // By how many a tile grows that finds a place for all that it may add.
    private static int Growth(GrowthRound round, int components, int additions)
    {
        SelectionOptions selection = round.OptionsOf(components, additions, new TileStepOptions()).Selection!;
        return selection.AddLimit - selection.RemoveCount;
    }

    private static long Additions(GrowthRound round)
    {
        Assert.False(round.Selection.Exchanges);
        return round.Additions;
    }

    private static long Exchanged(GrowthRound round)
    {
        Assert.True(round.Selection.Exchanges);
        return round.Additions;
    }
}
