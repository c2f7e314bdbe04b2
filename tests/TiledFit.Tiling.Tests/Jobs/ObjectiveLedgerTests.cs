using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class ObjectiveLedgerTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 40, 30);

    /// <summary>What the ledger says after each solve equals E of the residuals, pixel by pixel.</summary>
    [Theory]
    [InlineData(BackgroundKind.None)]
    [InlineData(BackgroundKind.Constant)]
    [InlineData(BackgroundKind.Plane)]
    public void SolvingTheBackgroundLowersTheObjectiveByWhatItSays(BackgroundKind kind)
    {
        var random = new Random(1);
        double[] z = [.. Enumerable.Range(0, 1200).Select(k =>
            k % 7 == 0 ? double.NaN : 5 + 0.03 * (k % 40) - 0.02 * (k / 40) + random.NextDouble())];
        var start = new Background(kind, 1, kind == BackgroundKind.Plane ? 0.01 : 0, 0, 19.5, 14.5);
        BasisSums basis = BasisSums.Of(Bounds, z, 19.5, 14.5);
        (double objective, ResidualSums sums) = Count(z, start);
        var ledger = new ObjectiveLedger(objective, objective, sums, basis, start).SolveBackground();
        (double solved, ResidualSums left) = Count(z, ledger.Background);
        Assert.Equal(solved, ledger.Objective, 1e-10 * objective);
        if (kind == BackgroundKind.None)
        {
            Assert.Equal(start, ledger.Background);
            return;
        }

        Assert.True(solved < objective);
        Assert.Equal(0, left.One, 1e-8);

        // At the optimum nothing more is to be had.
        ledger = ledger.SolveBackground();
        Assert.Equal(solved, ledger.Objective, 1e-10 * objective);
        if (kind == BackgroundKind.Plane)
        {
            Assert.Equal(0.03, ledger.Background.SlopeX, 5e-3);
            Assert.Equal(-0.02, ledger.Background.SlopeY, 5e-3);
            Assert.Equal(0, left.X, 1e-7);
            Assert.Equal(0, left.Y, 1e-7);
        }
    }

    [Fact]
    public void StepsAddUp()
    {
        var background = new Background(BackgroundKind.Constant, 0, 0, 0, 0, 0);
        var start = new ObjectiveLedger(
            100, 100, new ResidualSums(6, 0, 0), new BasisSums(3, 3, 0, 0, 0, 0, 0), background);
        var step = TileStepStatistics.Nothing with { SelectionChange = 4, MinimizerChange = -14 };
        ObjectiveLedger ledger = start.Add(step.ObjectiveChange, new ResidualSums(-3, 1, 2));
        Assert.Equal(90, ledger.Objective);
        Assert.Equal(new ResidualSums(3, 1, 2), ledger.Sums);

        // Σ r = 3 over three pixels: the level 1 takes off 3.
        ledger = ledger.SolveBackground();
        Assert.Equal(87, ledger.Objective);
        Assert.Equal(1, ledger.Background.Level);
        Assert.Equal(100, start.Objective);
    }

    [Fact]
    public void ARestartKeepsTheLargestObjective()
    {
        var ledger = new ObjectiveLedger(0, 0, default, new BasisSums(3, 3, 0, 0, 0, 0, 0), Background.None);
        ledger = ledger.Restart(100, new ResidualSums(1, 2, 3)).Add(-60, default).Restart(41, default);
        Assert.Equal((41, 100), (ledger.Objective, ledger.Largest));
    }

    private static (double Objective, ResidualSums Sums) Count(double[] z, Background background)
    {
        double objective = 0, one = 0, x = 0, y = 0;
        for (int k = 0; k < z.Length; k++)
        {
            double r = z[k] - background.ValueAt(k % 40, k / 40);
            if (!double.IsNaN(r))
            {
                objective += r * r;
                one += r;
                x += r * (k % 40 - 19.5);
                y += r * (k / 40 - 14.5);
            }
        }

        return (objective, new ResidualSums(one, x, y));
    }
}
