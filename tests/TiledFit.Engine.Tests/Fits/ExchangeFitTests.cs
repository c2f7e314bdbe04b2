using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class ExchangeFitTests
{
    /// <summary>Relief, where the greedy rounds misplace some, by one tile and by six.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void NoSweepRaisesTheObjective(int tile)
    {
        var relief = new MemoryRaster(192, 128, (x, y) =>
            50 * Math.Sin(0.11 * x + 0.03 * y) + 30 * Math.Cos(0.17 * y - 0.05 * x) + 20 * Math.Sin(0.002 * x * y));
        var options = new FitOptions { TileSize = tile, Ring = 8, Threads = 1, Components = 60, MaxSweeps = 14 };
        FitResult fit = LocalHost.Fit(relief, options);
        Assert.Equal(FitCase.Objective(relief, fit), fit.Objective, 1e-9 * fit.Objective);
        Assert.All(fit.Sweeps.Skip(1), sweep => Assert.InRange(sweep.RelativeDecrease, 0, 1));
        Assert.All(fit.Sweeps, sweep => Assert.InRange(sweep.Components, 1, 60));

        // Rounds come to the ceiling, and exchanges keep it.
        SweepRow[] full = [.. fit.Sweeps.Where(sweep => sweep.Phase == SweepRow.GrowPhase && sweep.Components == 60)];
        Assert.InRange(full.Length, 3, 9);
    }
}
