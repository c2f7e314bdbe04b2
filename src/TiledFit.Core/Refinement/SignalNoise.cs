using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Selection;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Refinement;

/// <summary>
/// The noise that a fit has left, with a variance that rises with the signal, σ² + k·s with s = z − b − r, as photons
/// bring it; a model that does not hold exactly where the signal is strong shows up in k, too.
/// </summary>
internal sealed class SignalNoise
{
    // Pixels count as bright from this many σ on, and so many are needed.
    private const double Bright = 5;
    private const int FewestPixels = 100;

    // In σ, squared: g² is e^−4 there.
    private const double FarthestSquared = 4;

    // The median of χ² with one degree of freedom.
    private const double MedianSquare = 1 / (RobustScale.GaussianFactor * RobustScale.GaussianFactor);

    private readonly TileStepRequest _request;
    private readonly PixelWindow _window;
    private readonly double _slope;

    /// <summary>
    /// The noise of a window: σ from the median of |r|, but no more than what is known of it. k is the median over the bright pixels of (r²/m − σ²)/s, m being the median of χ²:
    /// each of these is below k just when r² is below m times its variance, whatever s is.
    /// </summary>
    public SignalNoise(TileStepRequest request, PixelWindow window, NoiseModel known)
    {
        _request = request;
        _window = window;
        double sigma = Math.Min(known.Sigma, RobustScale.AroundZero(ValidResiduals()));
        Noise = known with { Sigma = sigma };
        var slopes = new List<double>();
        PixelRectangle bounds = window.Bounds;
        for (int y = bounds.Y; y < bounds.Bottom && sigma > 0; y++)
        {
            ReadOnlySpan<double> residual = window.Residual.RowSpan(y - bounds.Y);
            for (int x = bounds.X; x < bounds.Right; x++)
            {
                double r = residual[x - bounds.X], signal = SignalAt(x, y);
                if (signal > Bright * sigma)
                {
                    slopes.Add((r * r / MedianSquare - sigma * sigma) / signal);
                }
            }
        }

        _slope = slopes.Count < FewestPixels ? 0 : Math.Max(0, RobustScale.Median(slopes) / (sigma * sigma));
    }

    /// <summary>Where there is no signal.</summary>
    public NoiseModel Noise { get; }

    /// <summary>(σ² + k·s)/σ² for a signal s.</summary>
    public double Excess(double signal) => 1 + _slope * Math.Max(0, signal);

    private List<double> ValidResiduals()
    {
        var values = new List<double>();
        PixelRectangle bounds = _window.Bounds;
        ReadOnlySpan<double> pixels = _request.Pixels.Span;
        for (int row = 0; row < bounds.Height; row++)
        {
            ReadOnlySpan<double> residual = _window.Residual.RowSpan(row);
            for (int column = 0; column < bounds.Width; column++)
            {
                if (!double.IsNaN(pixels[row * bounds.Width + column]))
                {
                    values.Add(residual[column]);
                }
            }
        }

        return values;
    }

    /// <summary>
    /// What the model has above the background, as a component's matched filter sees it: the mean under g², Σ g²·s/Σ g²,
    /// or at the nearest pixel where that is narrower than the pixels.
    /// </summary>
    public double SignalUnder(in Gaussian g)
    {
        double sum = 0, weights = 0;
        PixelRectangle box = SupportBox.Of(g, Math.Sqrt(FarthestSquared)).Intersect(_window.Bounds);
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                double q = g.MahalanobisSquared(x, y);
                double weight = q <= FarthestSquared ? DeterministicMath.Exp(-q) : 0;
                sum += weight * SignalAt(x, y);
                weights += weight;
            }
        }

        return weights > 0 ? sum / weights : SignalAt(g.X, g.Y);
    }

    // At the nearest pixel; 0 where there is no data.
    private double SignalAt(double x, double y)
    {
        PixelRectangle bounds = _window.Bounds;
        int column = (int)Math.Clamp(Math.Round(x), bounds.X, bounds.Right - 1);
        int row = (int)Math.Clamp(Math.Round(y), bounds.Y, bounds.Bottom - 1);
        double z = _request.Pixels.Span[(row - bounds.Y) * bounds.Width + column - bounds.X];
        double r = _window.Residual.RowSpan(row - bounds.Y)[column - bounds.X];
        return double.IsNaN(z) ? 0 : z - _request.Background.ValueAt(column, row) - r;
    }
}
