using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Tests.Growth;

public class GrowthPlanTests
{
    private static readonly SelectionOptions Selection = new(0, 0, SelectionCriterion.Free, new DetectionOptions());

    [Fact]
    public void RoundsReachTheCeilingAndExchangesKeepIt()
    {
        var plan = new GrowthPlan(1000, GrowthPlan.FirstShare * 1000, null, 12, Selection);
        int[] components = [0, 0];
        double objective = 1e6;
        var totals = new List<int>();
        int exchanges = 0;
        while (plan.Next(objective, 10000, components, [3, 1], 50) is { } sweep)
        {
            exchanges += sweep.Removals.Sum() > 0 ? 1 : 0;
            components = [.. components.Select((count, k) => count - sweep.Removals[k] + sweep.Additions[k])];
            objective *= sweep.Removals.Sum() > 0 ? 1.1 : 0.8;
            totals.Add(components.Sum());
            Assert.True(totals.Count < 100);
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
        var plan = new GrowthPlan(10, GrowthPlan.FirstShare * 10, null, 12, Selection);
        Assert.Equal([1], plan.Next(100, 1000, [10], [1], 50)!.Removals);
        Assert.Equal([1], plan.Next(110, 1000, [9], [1], 50)!.Additions);
        Assert.Equal([1], plan.Next(90, 1000, [10], [1], 50)!.Removals);
        Assert.Equal([1], plan.Next(95, 1000, [9], [1], 50)!.Additions);
        Assert.Null(plan.Next(89.9, 1000, [10], [1], 50));
    }

    [Fact]
    public void TheWantedRmseEndsIt()
    {
        var plan = new GrowthPlan(1000, GrowthPlan.FirstShare * 1000, 2, 12, Selection);
        Assert.NotNull(plan.Next(4001, 1000, [0], [1], 50));
        Assert.Null(plan.Next(4000, 1000, [120], [1], 50));
        Assert.Contains("RMSE", plan.StopReason);
    }

    [Fact]
    public void ARoundThatFindsTooLittleIsTheLast()
    {
        var plan = new GrowthPlan(1000, GrowthPlan.FirstShare * 1000, null, 0, Selection);
        Assert.Equal([120], plan.Next(4000, 1000, [0], [1], 50)!.Additions);
        Assert.Equal([45], plan.Next(3000, 1000, [100], [1], 50)!.Additions);
        Assert.Null(plan.Next(2000, 1000, [100], [1], 50));
        Assert.Contains("no more earn", plan.StopReason);
    }

    [Fact]
    public void ExchangesKeepTheLevelThatGrowthEndedAt()
    {
        var plan = new GrowthPlan(1000, GrowthPlan.FirstShare * 1000, null, 12, Selection);
        Assert.NotNull(plan.Next(4000, 1000, [0], [1], 50));
        Assert.NotNull(plan.Next(3000, 1000, [100], [1], 50));
        Assert.Equal([10], plan.Next(2000, 1000, [100], [1], 50)!.Removals);
        Assert.Equal([10], plan.Next(2100, 1000, [90], [1], 50)!.Additions);
        Assert.Equal([10], plan.Next(1900, 1000, [97], [1], 50)!.Removals);
        Assert.Equal([13], plan.Next(2000, 1000, [87], [1], 50)!.Additions);
        Assert.Null(plan.Next(1899, 1000, [98], [1], 50));
        Assert.Equal("growth ended at 98 components: no more earn their parameters.", plan.StopReason);
    }

    [Fact]
    public void APerfectFitEndsIt() => Assert.Null(new GrowthPlan(10, GrowthPlan.FirstShare * 10, null, 12, Selection).Next(0, 1000, [0], [0], 50));

    [Fact]
    public void AnExchangeThatCouldNotBeRefilledIsNotBegun()
    {
        var plan = new GrowthPlan(10, GrowthPlan.FirstShare * 10, null, 12, Selection);
        Assert.Equal([1], plan.Next(90, 1000, [10], [1], 2)!.Removals);
        Assert.Equal([1], plan.Next(95, 1000, [9], [1], 1)!.Additions);
        Assert.Null(plan.Next(50, 1000, [10], [1], 1));
    }
}
