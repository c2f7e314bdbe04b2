using TiledFit.Core.Model;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>A fit that was interrupted after any of its writes goes on to the same bits.</summary>
public sealed class ResumedFitTests
{
    private static readonly FitOptions NineTiles = new()
    {
        TileSize = 32,
        Ring = 6,
        Threads = 2,
        Background = BackgroundChoice.Constant,
        MaxSweeps = 8,
    };

    private static readonly FitOptions FourRegions = NineTiles with { TileSize = 20, Ring = 2, MaxSweeps = 4 };

    [Fact]
    public void NineTilesWithGivenComponents() => AssertSameAfterEveryInterruption(96, NineTiles, true, 40);

    [Fact]
    public void NineTilesThatFindTheirComponents() =>
        AssertSameAfterEveryInterruption(96, NineTiles with { Components = 24 }, false, 20);

    [Fact]
    public void FourRegions36Tiles() => AssertSameAfterEveryInterruption(120, FourRegions, true, 30);

    [Fact]
    public void InterruptedOverAndOver()
    {
        Gaussian[] truth = Draw(96);
        using var directory = new TemporaryDirectory();
        int interruptions = 0;
        while (true)
        {
            try
            {
                var journal = new InterruptedJournal(new FileJournal(directory["job"]), 15);
                FitResult result = Fit(96, NineTiles, true, truth, journal);
                Assert.Equal(FitCase.BitsOf(Fit(96, NineTiles, true, truth, null)), FitCase.BitsOf(result));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.InRange(++interruptions, 1, 200);
            }
        }

        Assert.InRange(interruptions, 5, 200);
    }

    private static void AssertSameAfterEveryInterruption(int side, FitOptions options, bool given, int trials)
    {
        Gaussian[] truth = Draw(side);
        long[] undisturbed = FitCase.BitsOf(Fit(side, options, given, truth, null));
        var counting = new InterruptedJournal(new MemoryJournal(), int.MaxValue);
        Assert.Equal(undisturbed, FitCase.BitsOf(Fit(side, options, given, truth, counting)));
        Assert.InRange(counting.Writes, 40, 10_000);
        for (int trial = 0; trial <= trials; trial++)
        {
            using var directory = new TemporaryDirectory();
            int writes = (int)((long)(counting.Writes - 1) * trial / trials);
            Assert.Throws<OperationCanceledException>(() => Fit(
                side, options, given, truth, new InterruptedJournal(new FileJournal(directory["job"]), writes)));
            var journal = new FileJournal(directory["job"]);
            Assert.Equal(undisturbed, FitCase.BitsOf(Fit(side, options, given, truth, journal)));
            // Once more: all that is left to do is to read the end.
            Assert.Equal(undisturbed, FitCase.BitsOf(Fit(side, options, given, truth, journal)));
        }
    }

    private static FitResult Fit(
        int side, FitOptions options, bool given, Gaussian[] truth, Tiling.Jobs.IJobJournal? journal)
    {
        // A run that waits for ever fails instead.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return LocalHost.Fit(
            RasterOf(side, truth), options, given ? [.. truth.Select(Perturbed)] : null, null, journal, patience.Token);
    }

    private static Gaussian[] Draw(int side)
    {
        var random = new Random(side);
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        return
        [
            .. Enumerable.Range(0, side * side / 400).Select(_ => new Gaussian(
                Uniform(0.5, 2), Uniform(2, side - 3), Uniform(2, side - 3), Uniform(0.9, 1.5), Uniform(-0.4, 0.4),
                Uniform(0.9, 1.5))),
        ];
    }

    private static Gaussian Perturbed(Gaussian g) =>
        g with { Amplitude = 1.2 * g.Amplitude, X = g.X + 0.4, Y = g.Y - 0.3, L11 = 1.1 * g.L11 };

    private static MemoryRaster RasterOf(int side, Gaussian[] truth) => new(
        side, side, (x, y) => truth.Sum(g => g.ValueAt(x, y)) + 0.01 * (HashOf(x, y) - 0.5) + 3);

    private static double HashOf(int x, int y) => (x * 7919 + y * 104729) % 1009 / 1009.0;
}
