using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Selection;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Refinement;

/// <summary>
/// The noise that a fit has left, with a variance that rises with the signal, σ² + k·s with s = z − b − r, as photons
/// bring it; a model that does not hold exactly where the signal is strong shows up in k, too. Of components of either
/// sign s is the absolute value. Where the noise differs by place, σ² is v·σ² there, v being what the criterion says.
/// </summary>
internal sealed class SignalNoise
{
    // σ is no less than this share of what is known of it: where most pixels are filled with one value they say nothing.
    private const double LeastShare = 0.7;

    // Pixels count as bright from this many σ on, and so many are needed.
    private const double Bright = 5;
    private const int FewestPixels = 100;

    // In σ, squared: g² is e^−4 there.
    private const double FarthestSquared = 4;

    // The median of χ² with one degree of freedom.
    private const double MedianSquare = 1 / (RobustScale.GaussianFactor * RobustScale.GaussianFactor);

    private readonly TileStepRequest _request;
    private readonly PixelWindow _window;
    private readonly bool _isSigned;
    private readonly SelectionCriterion _criterion;
    private readonly double _slope;

    /// <summary>
    /// The noise of a window: σ from the median of |r| and ℓ from the correlation of neighbours, but no more than what
    /// is known of them: until sources that overlap are fitted they look like correlated noise. And k from the median
    /// over the bright pixels of (r²/m − σ²)/s, m being the median of χ²: each of these is below k just when r² is
    /// below m times its variance, whatever s is.
    /// </summary>
    public SignalNoise(TileStepRequest request, PixelWindow window, SelectionCriterion criterion)
    {
        _request = request;
        _window = window;
        _isSigned = request.Options.AllowsNegative;
        _criterion = criterion;
        NoiseModel known = criterion.Noise;
        double[] relative = RelativeResidual();
        var values = new double[relative.Length];
        double spread = SpreadOf(relative, values);
        double sigma = Math.Clamp(spread, LeastShare * known.Sigma, known.Sigma);
        double length = known.CorrelationLength == 0 ? 0 : Math.Min(known.CorrelationLength, LengthOf(relative));
        Noise = known with { Sigma = sigma, CorrelationLength = length };
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (IsValid(i) && SignalAt(i) is var signal && signal > Bright * sigma * Math.Sqrt(VarianceAt(i)))
            {
                double r = ResidualAt(i);
                values[count++] = (r * r / MedianSquare - sigma * sigma * VarianceAt(i)) / signal;
            }
        }

        bool isKnown = count >= FewestPixels && sigma > 0;
        _slope = isKnown ? Math.Max(0, OrderStatistic.Median(values.AsSpan(0, count)) / (sigma * sigma)) : 0;
    }

    /// <summary>Where there is no signal.</summary>
    public NoiseModel Noise { get; }

    /// <summary>(v·σ² + k·s)/σ² at the centre of a component for a signal s.</summary>
    public double Excess(in Gaussian g, double signal) =>
        _criterion.VarianceAt(g.X, g.Y) + _slope * Math.Max(0, signal);

    /// <summary>
    /// What the model has above the background, as a component's matched filter sees it: the mean under g² over the
    /// pixels with data, Σ g²·s/Σ g²; 0 where none is near enough.
    /// </summary>
    public double SignalUnder(in Gaussian g)
    {
        double sum = 0, weights = 0;
        foreach ((int pixel, double q) in PixelsNear(g, FarthestSquared))
        {
            double weight = DeterministicMath.Exp(-Math.Min(q, FarthestSquared));
            sum += weight * SignalAt(pixel);
            weights += weight;
        }

        return weights > 0 ? sum / weights : 0;
    }

    /// <summary>Σ r² within a distance of the component, less what the noise has there.</summary>
    /// <param name="g">The component.</param>
    /// <param name="radiusSquared">In its own σ, squared.</param>
    public double SquaresBeyondNoise(in Gaussian g, double radiusSquared)
    {
        double variance = Noise.Sigma * Noise.Sigma * Excess(g, SignalUnder(g)), sum = 0;
        foreach ((int pixel, _) in PixelsNear(g, radiusSquared))
        {
            double r = ResidualAt(pixel);
            sum += r * r - variance;
        }

        return sum;
    }

    // In the deviations of its place; NaN where there are no data.
    private double[] RelativeResidual()
    {
        var relative = new double[_window.Bounds.Area];
        for (int i = 0; i < relative.Length; i++)
        {
            relative[i] = IsValid(i) ? ResidualAt(i) / Math.Sqrt(VarianceAt(i)) : double.NaN;
        }

        return relative;
    }

    private static double SpreadOf(double[] relative, double[] values)
    {
        int count = 0;
        foreach (double r in relative)
        {
            Append(Math.Abs(r), values, ref count);
        }

        return Scale(values, count);
    }

    // ρ = (s₊² − s₋²)/(s₊² + s₋²), s± being the deviations of the sums and differences of neighbours; without bound
    // where they say nothing.
    private double LengthOf(double[] relative)
    {
        var values = new double[2 * relative.Length];
        (double plus, int count) = SpreadOfPairs(relative, 1, values);
        (double minus, _) = SpreadOfPairs(relative, -1, values);
        double correlation = count < FewestPixels
            ? double.NaN
            : (plus * plus - minus * minus) / (plus * plus + minus * minus);
        return correlation switch
        {
            <= 0 => 0,
            < 1 => 0.5 / Math.Sqrt(-DeterministicMath.Log(correlation)),
            _ => double.PositiveInfinity,
        };
    }

    // Of r + sign·r' over all pairs of neighbours with data, and how many these are.
    private (double Spread, int Count) SpreadOfPairs(double[] relative, int sign, double[] values)
    {
        int width = _window.Bounds.Width, count = 0;
        for (int i = 0; i < relative.Length; i++)
        {
            double right = (i + 1) % width == 0 ? double.NaN : relative[i + 1];
            double below = i + width < relative.Length ? relative[i + width] : double.NaN;
            Append(Math.Abs(relative[i] + sign * right), values, ref count);
            Append(Math.Abs(relative[i] + sign * below), values, ref count);
        }

        return (Scale(values, count), count);
    }

    private static void Append(double value, double[] values, ref int count)
    {
        if (!double.IsNaN(value))
        {
            values[count++] = value;
        }
    }

    private static double Scale(double[] absolute, int count) =>
        count == 0 ? 0 : RobustScale.GaussianFactor * OrderStatistic.Median(absolute.AsSpan(0, count));

    // Pixels with data, and their distances; the nearest to the centre is among them, however narrow the component.
    private IEnumerable<(int Pixel, double Q)> PixelsNear(Gaussian g, double radiusSquared)
    {
        PixelRectangle bounds = _window.Bounds;
        PixelRectangle box = SupportBox.Of(g, Math.Sqrt(radiusSquared), 1).Intersect(bounds);
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                int pixel = (y - bounds.Y) * bounds.Width + x - bounds.X;
                double q = g.MahalanobisSquared(x, y);
                bool isNearest = Math.Abs(x - g.X) <= 0.5 && Math.Abs(y - g.Y) <= 0.5;
                if (IsValid(pixel) && (q <= radiusSquared || isNearest))
                {
                    yield return (pixel, q);
                }
            }
        }
    }

    private bool IsValid(int i) => !double.IsNaN(_request.Pixels.Span[i]);

    private double VarianceAt(int i) => _criterion.VarianceAt(
        _window.Bounds.X + i % _window.Bounds.Width, _window.Bounds.Y + i / _window.Bounds.Width);

    private double ResidualAt(int i) =>
        _window.Residual.RowSpan(i / _window.Bounds.Width)[i % _window.Bounds.Width];

    private double SignalAt(int i)
    {
        PixelRectangle bounds = _window.Bounds;
        double background =
            _request.Background.ValueAt(bounds.X + i % bounds.Width, bounds.Y + i / bounds.Width);
        double signal = _request.Pixels.Span[i] - background - ResidualAt(i);
        return _isSigned ? Math.Abs(signal) : signal;
    }
}
