using TiledFit.Tiling;
using TiledFit.Tiling.Tests.Jobs;

namespace TiledFit.Engine.Tests.Fits;

public class InterruptedFitTests
{
    // 6 × 5 tiles in 2 × 2 regions.
    private static readonly FitCase Spots = new(380, 310, 150, 0.15);

    private static readonly FitOptions Options = FitCase.Tiled with { MaxSweeps = 4 };

    /// <summary>
    /// A fit that loses every n-th write, and its process with it, goes on each time from what was written, and finds
    /// the same to the last bit. (A hand-over of all tiles is 30 writes, which are made again until it is through.)
    /// </summary>
    [Theory]
    [InlineData(67, false)]
    [InlineData(57, true)]
    [InlineData(111, false)]
    public void AFitGoesOnWhereItWasInterrupted(int every, bool grows)
    {
        FitOptions options = Options with { Components = grows ? 120 : null };
        FitResult expected = LocalHost.Fit(Spots.Raster(), options, grows ? null : Spots.Initial);
        var journal = new CrashingJournal { CrashesAt = write => write % every == 0 };
        int crashes = 0;
        FitResult? found = null;
        while (found is null)
        {
            try
            {
                found = LocalHost.Fit(Spots.Raster(), options, grows ? null : Spots.Initial, journal: journal);
            }
            catch (Crash)
            {
                Assert.InRange(++crashes, 1, 100);
            }
        }

        Assert.InRange(crashes, 2, 100);
        Assert.Equal(FitCase.BitsOf(expected), FitCase.BitsOf(found));
        Assert.Equal(expected.Background, found.Background);
        Assert.Equal(expected.Settled, found.Settled);
        Assert.Equal(
            expected.Tiles.Select(tile => tile with { Seconds = 0 }),
            found.Tiles.Select(tile => tile with { Seconds = 0 }));
        Assert.Equal(
            expected.Sweeps.Select(sweep => sweep with { Seconds = 0 }),
            found.Sweeps.Select(sweep => sweep with { Seconds = 0 }));
        Assert.Equal(
            expected.Trace.Select(point => (point.Sweep, point.Objective)),
            found.Trace.Select(point => (point.Sweep, point.Objective)));
    }
}
