using System.Globalization;
using TiledFit.Tiling.Jobs;
using Xunit.Abstractions;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>
/// Nothing grows faster than the tiles that its owner holds, counted on the job and its regions as they are.
/// TILEDFIT_SCALING_SIDE=1000 also runs 1000 × 1000 tiles; with a detailed console it prints the table of
/// docs/scaling.md.
/// </summary>
public class ScalingTests(ITestOutputHelper output)
{
    private const int MostRegions = 1024;

    // One line of JSON: figures and their names.
    private const int Line = 600, LineWithLevels = 24 * 1024, LineOfASweep = 300, TileInAState = 500;

    [Fact]
    public void NoOneHearsFromMoreThanItsOwn() => Check(100);

    [SkippableFact]
    public void OfAMillionTilesEither()
    {
        string? side = Environment.GetEnvironmentVariable("TILEDFIT_SCALING_SIDE");
        Skip.If(side is null, "takes minutes: TILEDFIT_SCALING_SIDE=1000 runs it.");
        Check(int.Parse(side!, CultureInfo.InvariantCulture));
    }

    /// <summary>Where a region has six times the tiles, a tile's share of what it hears is not more.</summary>
    [Fact]
    public void ATilesShareOfItsRegionsWorkDoesNotGrow()
    {
        // Regions of 4 × 4 tiles and of 10 × 10, three rows of them.
        IReadOnlyList<OrderTraffic> small = new ScalingSimulation(100, 12).Run();
        IReadOnlyList<OrderTraffic> large = new ScalingSimulation(310, 30).Run();
        Assert.Equal(small.Count, large.Count);
        for (int k = 0; k < small.Count; k++)
        {
            Traffic few = small[k].BusiestRegion, many = large[k].BusiestRegion;
            Assert.InRange(many.Messages / 100.0, 0, few.Messages / 16.0);
            Assert.InRange(many.Bytes / 100.0, 0, few.Bytes / 16.0);
            Assert.InRange(large[k].BusiestTile, 1, small[k].BusiestTile);
            // Counts and identities have more digits.
            Assert.InRange(
                large[k].Job.Bytes / (double)large[k].Job.Messages, 0,
                1.1 * small[k].Job.Bytes / small[k].Job.Messages);
        }
    }

    private void Check(int side)
    {
        var simulation = new ScalingSimulation(side, side);
        IReadOnlyList<OrderTraffic> orders = simulation.Run();
        Assert.True(simulation.State.IsSettled);
        Assert.InRange(simulation.Regions.Count, 1, MostRegions);
        Assert.Equal(
            [side * side, side * side, side * side, side * side],
            simulation.State.Sweeps.Take(MadeUpTiles.FullSweeps).Select(sweep => sweep.ActiveTiles));
        Assert.All(
            simulation.State.Sweeps.Skip(MadeUpTiles.FullSweeps),
            sweep => Assert.InRange(sweep.ActiveTiles, 0.045 * side * side, 0.055 * side * side));
        foreach (OrderTraffic order in orders)
        {
            CheckJob(order, simulation);
            CheckRegions(order, simulation);
            Assert.InRange(order.BusiestTile, 1, 2);
        }

        Print(side, simulation, orders);
    }

    private static void CheckJob(OrderTraffic order, ScalingSimulation simulation)
    {
        int regions = simulation.Regions.Count;
        Assert.Equal(2 * regions, order.Job.Messages);
        Assert.InRange(order.Job.Bytes, 1, regions * (long)(order.Order is SurveyRegion ? LineWithLevels : Line));
        Assert.InRange(order.JobState, 1, 4096 + LineOfASweep * simulation.State.Sweeps.Count);
    }

    private static void CheckRegions(OrderTraffic order, ScalingSimulation simulation)
    {
        int side = simulation.Regions.Side;
        // Each of the 4·side − 4 tiles along the border is told to three regions at most, each of the 4·side + 4 beyond
        // it is heard of once.
        int border = order.Order is StepRegion ? 3 * (4 * side - 4) + 4 * side + 4 : 0;
        for (int region = 0; region < order.Regions.Length; region++)
        {
            Traffic traffic = order.Regions[region];
            Assert.InRange(traffic.Messages, 2, 2 + 2 * order.AskedTiles[region] + border);
            Assert.InRange(
                traffic.Bytes, 1, (traffic.Messages - 2 * order.AskedTiles[region]) * Line
                    + order.AskedTiles[region] * 3L * Line + LineWithLevels);
        }

        Assert.Equal(order.Regions.Length, order.States.Messages);
        Assert.InRange(order.LargestState, 1, side * side * TileInAState + LineWithLevels);
    }

    private void Print(int side, ScalingSimulation simulation, IReadOnlyList<OrderTraffic> orders)
    {
        output.WriteLine(
            $"{side * side:N0} tiles, {simulation.Regions.Count:N0} regions of up to {simulation.Regions.Side}² tiles");
        output.WriteLine(
            $"job, regions and tiles in memory: {GC.GetTotalMemory(forceFullCollection: true) / (side * side):N0} bytes a tile");
        output.WriteLine(
            "| order | tiles asked | job: messages | kB | busiest region: messages | kB | tile: messages "
            + "| tiles ↔ regions, MB | between regions, MB | region states, MB | largest, kB | job state, kB |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (OrderTraffic order in orders)
        {
            output.WriteLine(FormattableString.Invariant(
                $"| {NameOf(order.Order)} | {order.AskedTiles.Sum():N0} | {order.Job.Messages:N0} | ")
                + FormattableString.Invariant(
                $"{order.Job.Bytes / 1e3:N0} | {order.BusiestRegion.Messages:N0} | {order.BusiestRegion.Bytes / 1e3:N0} | ")
                + FormattableString.Invariant(
                $"{order.BusiestTile} | {order.Tiles.Bytes / 1e6:N1} | {order.Borders.Bytes / 1e6:N1} | ")
                + FormattableString.Invariant(
                $"{order.States.Bytes / 1e6:N1} | {order.LargestState / 1e3:N1} | {order.JobState / 1e3:N1} |"));
        }

        GC.KeepAlive(simulation);
    }

    private static string NameOf(RegionOrder order) => order switch
    {
        SurveyRegion => "survey",
        CountRegion { Sweep: 0 } => "count",
        CountRegion => "recount",
        StepRegion step => $"sweep {step.Sweep}: steps",
        _ => $"sweep {((CloseRegion)order).Sweep}: hand-over",
    };
}
