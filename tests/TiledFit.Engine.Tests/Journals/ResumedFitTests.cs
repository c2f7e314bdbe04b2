using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>A fit that was interrupted after any of its writes goes on to the same bits.</summary>
public sealed class ResumedFitTests
{
    private const int Side = 120;

    private static readonly Gaussian[] Truth = Draw();

    private static readonly Gaussian[] Start = [.. Truth.Select(Perturbed)];

    private static readonly FitOptions OneRegion = new()
    {
        TileSize = 32,
        Ring = 6,
        Threads = 2,
        Background = BackgroundChoice.Constant,
        MaxSweeps = 8,
    };

    private static readonly FitOptions FourRegions = OneRegion with { TileSize = 20, Ring = 2, MaxSweeps = 4 };

    [Fact]
    public void GivenComponents() => AssertSameAfterEveryInterruption(OneRegion, Start, 40);

    [Fact]
    public void FoundComponents() => AssertSameAfterEveryInterruption(OneRegion with { Components = 40 }, null, 20);

    [Fact]
    public void TilesInFourRegions() => AssertSameAfterEveryInterruption(FourRegions, Start, 40);

    [Fact]
    public void TilesThatSleep()
    {
        FitOptions options = FourRegions with
        {
            Background = BackgroundChoice.None,
            MaxSweeps = 12,
            Tolerance = 1e-4,
        };
        Gaussian[] nearlyThere = [.. Truth.Select(g => g.X < 30 ? Perturbed(g) : g)];
        Assert.Contains(Fit(options, nearlyThere, null).Sweeps, sweep => sweep.ActiveTiles is > 0 and < 36);
        AssertSameAfterEveryInterruption(options, nearlyThere, 40);
    }

    [Fact]
    public void FromFiles()
    {
        using var directory = new TemporaryDirectory();
        AssertSameAfterEveryInterruption(OneRegion, Start, 6, trial => new FileJournal(directory[$"{trial}"]));
    }

    [Fact]
    public void FromCheckpoints()
    {
        using var directory = new TemporaryDirectory();
        AssertSameAfterEveryInterruption(
            OneRegion, Start, 6, trial => new Checkpoint(
                Directory.CreateDirectory(directory[$"{trial}"]).FullName, resume: true, overwrite: false,
                TimeSpan.Zero, _ => { }));
    }

    [Fact]
    public void WhatIsOtherThanBeforeIsNamed()
    {
        var memory = new MemoryJournal();
        Fit(OneRegion, Start, memory);
        InputException e = Assert.Throws<InputException>(
            () => Fit(OneRegion with { Ring = 5, Rmse = 0.1 }, Start, memory));
        Assert.Contains("--rmse was not given and is 0.1, --ring was 6 and is 5 since then", e.Message);
        Assert.EndsWith("take --overwrite instead of --resume to begin anew", e.Message);
        e = Assert.Throws<InputException>(() => Fit(OneRegion, Start[1..], memory));
        Assert.Contains("the initial components are others", e.Message);
        var round = new ComponentRestrictions { Shape = new ShapeRule(ShapeKind.Round) };
        e = Assert.Throws<InputException>(() => Fit(OneRegion with { Restrictions = round }, Start, memory));
        Assert.Contains("interrupted: --shape was free and is round since then", e.Message);
        var signed = new ComponentRestrictions { Amplitude = AmplitudeKind.Signed };
        e = Assert.Throws<InputException>(() => Fit(OneRegion with { Restrictions = signed }, Start, memory));
        Assert.Contains("interrupted: --amplitude was Nonnegative and is Signed since then", e.Message);
        e = Assert.Throws<InputException>(() => Fit(
            OneRegion with { Restrictions = round with { SigmaMin = 1.5 }, ProjectsAmplitudes = true }, Start, memory));
        Assert.Contains(
            "interrupted: --shape was free and is round, --sigma-min was not given and is 1.5, the projection of "
            + "amplitudes was False and is True since then", e.Message);
    }

    [Fact]
    public void InterruptedOverAndOver()
    {
        using var directory = new TemporaryDirectory();
        long[] undisturbed = FitCase.BitsOf(Fit(OneRegion, Start, null));
        for (int interruptions = 0; ; interruptions++)
        {
            Assert.InRange(interruptions, 0, 100);
            try
            {
                // A start, or a hand-over, of all 16 tiles takes 18 writes.
                var journal = new InterruptedJournal(new FileJournal(directory["job"]), 20);
                Assert.Equal(undisturbed, FitCase.BitsOf(Fit(OneRegion, Start, journal)));
                Assert.InRange(interruptions, 5, 100);
                return;
            }
            catch (OperationCanceledException)
            {
                // And again.
            }
        }
    }

    /// <param name="options">What to do.</param>
    /// <param name="initial">The start, or null to find it.</param>
    /// <param name="trials">Interruptions, evenly spread over the writes.</param>
    /// <param name="open">Opens the journal of a trial anew; by default it is in memory.</param>
    private static void AssertSameAfterEveryInterruption(
        FitOptions options, Gaussian[]? initial, int trials, Func<int, IJobJournal>? open = null)
    {
        long[] undisturbed = FitCase.BitsOf(Fit(options, initial, null));
        var counting = new InterruptedJournal(new MemoryJournal(), int.MaxValue);
        Assert.Equal(undisturbed, FitCase.BitsOf(Fit(options, initial, counting)));
        Assert.InRange(counting.Writes, 2 * trials, 10_000);
        long repeated = 0;
        for (int trial = 0; trial <= trials; trial++)
        {
            var memory = new MemoryJournal();
            IJobJournal Open() => open?.Invoke(trial) ?? memory;
            int writes = (counting.Writes - 1) * trial / trials;
            Assert.Throws<OperationCanceledException>(
                () => Fit(options, initial, new InterruptedJournal(Open(), writes)));
            FitResult resumed = Fit(options, initial, Open());
            Assert.Equal(undisturbed, FitCase.BitsOf(resumed));
            Assert.InRange(resumed.RepeatedSteps, 0, options.Threads);
            repeated += resumed.RepeatedSteps;
            // Once more: all that is left to do is to read the end.
            Assert.Equal(undisturbed, FitCase.BitsOf(Fit(options, initial, Open())));
        }

        Assert.InRange(repeated, 1, long.MaxValue);
    }

    private static FitResult Fit(FitOptions options, Gaussian[]? initial, IJobJournal? journal)
    {
        using IDisposable? _ = journal as IDisposable;
        // A run that waits for ever fails instead.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        FitResult result = LocalHost.Fit(Raster(), options, initial, null, journal, cancellation: patience.Token);
        Assert.False(patience.IsCancellationRequested);
        return result;
    }

    private static Gaussian[] Draw()
    {
        var random = new Random(1);
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        return
        [
            .. Enumerable.Range(0, 40).Select(_ => new Gaussian(
                Uniform(0.5, 2), Uniform(2, Side - 3), Uniform(2, Side - 3), Uniform(0.9, 1.5), Uniform(-0.4, 0.4),
                Uniform(0.9, 1.5))),
        ];
    }

    private static Gaussian Perturbed(Gaussian g) =>
        g with { Amplitude = 1.2 * g.Amplitude, X = g.X + 0.4, Y = g.Y - 0.3, L11 = 1.1 * g.L11 };

    private static MemoryRaster Raster() => new(
        Side, Side, (x, y) => Truth.Sum(g => g.ValueAt(x, y)) + 0.01 * (NoiseAt(x, y) - 0.5));

    private static double NoiseAt(int x, int y) => (x * 7919 + y * 104729) % 1009 / 1009.0;
}
