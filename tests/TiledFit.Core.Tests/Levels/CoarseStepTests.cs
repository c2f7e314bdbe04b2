using TiledFit.Core.Levels;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Levels;

public class CoarseStepTests
{
    private const int Width = 40, Height = 32, Side = 8;

    private static readonly Gaussian Truth = Gaussian.FromCovariance(2, 150, 130, 2500, 700, 1600);

    [Fact]
    public void MeansOfABroadComponentLeadToIt()
    {
        Gaussian start = Truth with { Amplitude = 1.6, X = 162, Y = 120, L11 = 60, L21 = 0 };
        Component[] components = [new Component(7, start)];
        var state = MinimizerState.Initial;
        for (int turn = 1; turn <= 6; turn++)
        {
            CoarseProposal proposal = CoarseStep.Run(
                Means(components[0].Shape, hole: true), Width, Side, components, 99, turn, state,
                new TileStepOptions());
            Assert.True(proposal.Expected >= 0);
            components = [.. proposal.Components];
            state = proposal.State;
        }

        Gaussian found = Assert.Single(components).Shape;
        Assert.Equal(7, components[0].Id);
        Assert.Equal(Truth.Amplitude, found.Amplitude, 1e-5);
        Assert.Equal(Truth.X, found.X, 1e-3);
        Assert.Equal(Truth.Y, found.Y, 1e-3);
        Assert.Equal(Truth.CovarianceXX, found.CovarianceXX, 0.1);
        Assert.Equal(Truth.CovarianceXY, found.CovarianceXY, 0.1);
        Assert.Equal(Truth.CovarianceYY, found.CovarianceYY, 0.1);
    }

    [Fact]
    public void TheExpectedDecreaseIsThatOfThePixels()
    {
        Gaussian start = Truth with { Amplitude = 1.9, X = 153 };
        CoarseProposal proposal = CoarseStep.Run(
            Means(start, hole: false), Width, Side, [new Component(0, start)], 99, 1, MinimizerState.Initial,
            new TileStepOptions());
        double decrease = SumOfSquares(start) - SumOfSquares(proposal.Components[0].Shape);
        // To (F/σ)²/12.
        Assert.Equal(decrease, proposal.Expected, 5e-3 * decrease);
    }

    private static double SumOfSquares(Gaussian model)
    {
        double sum = 0;
        for (int k = 0; k < Width * Side * Height * Side; k++)
        {
            double r = Truth.ValueAt(k % (Width * Side), k / (Width * Side))
                - model.ValueAt(k % (Width * Side), k / (Width * Side));
            sum += r * r;
        }

        return sum;
    }

    private static double[] Means(Gaussian model, bool hole) =>
    [
        .. Enumerable.Range(0, Width * Height).Select(block =>
        {
            int x = block % Width * Side, y = block / Width * Side;
            return hole && block is 333 or 334 ? double.NaN : Enumerable.Range(0, Side * Side).Average(
                k => Truth.ValueAt(x + k % Side, y + k / Side) - model.ValueAt(x + k % Side, y + k / Side));
        }),
    ];
}
