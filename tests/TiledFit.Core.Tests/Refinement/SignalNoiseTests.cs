using TiledFit.Core.Model;
using TiledFit.Core.Refinement;
using TiledFit.Core.Selection;
using TiledFit.Core.Tests.Seeding;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Refinement;

public class SignalNoiseTests
{
    private const int Side = 160;
    private const double Sigma = 2;

    private static readonly PixelRectangle Bounds = new(3, -7, Side, Side);

    /// <summary>Sources that overlapped were taken for correlated noise; what they leave is white.</summary>
    [Fact]
    public void WhiteNoiseIsNotCorrelatedWhateverWasThoughtOfIt()
    {
        NoiseModel noise = Measured(White(1), new NoiseModel(1.2 * Sigma, 0.6));
        Assert.Equal(Sigma, noise.Sigma, 0.05 * Sigma);
        Assert.InRange(noise.CorrelationLength, 0, 0.28);
        Assert.Equal(1, noise.Inflation(9));
    }

    /// <summary>White noise smoothed with a Gaussian of 1 px has ℓ = 1; no more than what is known is believed.</summary>
    [Theory]
    [InlineData(1.5, 1)]
    [InlineData(0.7, 0.7)]
    [InlineData(0, 0)]
    public void SmoothedNoiseIsCorrelated(double known, double expected)
    {
        double[] smooth = Smoothed(White(2));
        smooth[Side + 5] = double.NaN;
        Assert.Equal(expected, Measured(smooth, new NoiseModel(Sigma, known)).CorrelationLength, 0.1);
    }

    /// <summary>Where all pixels are filled with one value they say nothing.</summary>
    [Fact]
    public void FilledPixelsSayNothing()
    {
        NoiseModel noise = Measured(new double[Side * Side], new NoiseModel(Sigma, 0.6));
        Assert.Equal(0.6, noise.CorrelationLength);
    }

    private static NoiseModel Measured(double[] pixels, NoiseModel known)
    {
        var request = new TileStepRequest(
            0, 1, Bounds, Bounds, pixels, Background.None, [], [], ReachBox.Unbounded, MinimizerState.Initial,
            new TileStepOptions());
        var window = new PixelWindow(new TileWorkspace(), Bounds, pixels, Background.None, []);
        window.Evaluate([]);
        return new SignalNoise(request, window, new SelectionCriterion(known, Bounds.Area)).Noise;
    }

    private static double[] White(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Side * Side).Select(_ => Sigma * Field.Normal(random))];
    }

    private static double[] Smoothed(double[] white)
    {
        var smooth = new double[white.Length];
        for (int i = 0; i < smooth.Length; i++)
        {
            for (int k = 0; k < 81; k++)
            {
                (int dx, int dy) = (k % 9 - 4, k / 9 - 4);
                int x = (i % Side + dx + Side) % Side, y = (i / Side + dy + Side) % Side;
                smooth[i] += white[y * Side + x] * Math.Exp(-0.5 * (dx * dx + dy * dy)) / Math.Sqrt(Math.PI);
            }
        }

        return smooth;
    }
}
