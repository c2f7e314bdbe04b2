using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>Snapshots and results of steps that follow from tile and sweep, extreme numbers among them.</summary>
internal static class JournalSamples
{
    private static readonly double[] Extremes =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity,
        double.NegativeInfinity, double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_DEAD_BEEF), 1.0 / 3,
        Math.BitIncrement(1.0),
    ];

    public static Component[] Components(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(k => new Component(
                random.NextInt64(long.MinValue, long.MaxValue),
                new Gaussian(Next(random), Next(random), Next(random), Next(random), Next(random), Next(random)),
                (ComponentFlags)random.Next(16))),
        ];
    }

    public static TileSnapshot Snapshot(int tile, int sweep, int count = 5)
    {
        int seed = HashOf(tile, sweep);
        return new TileSnapshot(tile, sweep, Components(count, seed), Components(count / 2, seed + 1));
    }

    public static TileStepResult Step(
        int tile, int sweep, int count = 5, TerminationType termination = TerminationType.NoDecrease)
    {
        int seed = HashOf(tile, sweep) + 2;
        var random = new Random(seed);
        return new TileStepResult(
            tile,
            sweep,
            [.. Components(count, seed + 1).Select((component, k) => (tile + k - 1, component))],
            [.. Enumerable.Range(0, count / 2).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))],
            Components(count / 3, seed + 2),
            new MinimizerState(new DampingState(Next(random), Next(random)), random.Next(2) == 1),
            new TileStepStatistics(
                Next(random), Next(random), Next(random), new ResidualSums(Next(random), Next(random), Next(random)),
                Next(random), random.NextInt64(), random.Next(), random.Next(), random.Next(), random.Next(),
                termination));
    }

    /// <summary>All numbers of a snapshot, in order.</summary>
    public static long[] BitsOf(TileSnapshot snapshot) =>
    [
        snapshot.Tile, snapshot.Sweep, snapshot.Components.Count, .. snapshot.Components.SelectMany(BitsOf),
        snapshot.Departures.Count, .. snapshot.Departures.SelectMany(BitsOf),
    ];

    /// <summary>All numbers of a step's result, in order.</summary>
    public static long[] BitsOf(TileStepResult step)
    {
        TileStepStatistics figures = step.Statistics;
        double[] values =
        [
            step.State.Damping.Lambda, step.State.Damping.Backoff, figures.SelectionChange, figures.MinimizerChange,
            figures.LargestGradient, figures.ResidualChange.One, figures.ResidualChange.X, figures.ResidualChange.Y,
            figures.CoreSse,
        ];
        return
        [
            step.Tile, step.Sweep, step.Updated.Count,
            .. step.Updated.SelectMany(update => BitsOf(update.Component).Prepend(update.Owner)),
            step.Removed.Count, .. step.Removed, step.Added.Count, .. step.Added.SelectMany(BitsOf),
            step.State.SumAffectedPairs ? 1 : 0, .. values.Select(BitConverter.DoubleToInt64Bits), figures.Pixels,
            figures.Added, figures.Removed, figures.Iterations, figures.Trials, (long)figures.Termination,
        ];
    }

    public static IEnumerable<long> BitsOf(Component component)
    {
        Gaussian g = component.Shape;
        double[] values = [g.Amplitude, g.X, g.Y, g.L11, g.L21, g.L22];
        return [component.Id, (long)component.Flags, .. values.Select(BitConverter.DoubleToInt64Bits)];
    }

    private static int HashOf(int tile, int sweep) => tile * 31 + sweep * 1009;

    private static double Next(Random random) => random.Next(3) == 0
        ? Extremes[random.Next(Extremes.Length)]
        : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
}
