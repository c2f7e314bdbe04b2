using TiledFit.Core.Numerics;

namespace TiledFit.Core.Profiles;

/// <summary>
/// How values bend at one scale s: at places s/4 apart, the quadratic term of a local parabola fitted with Gaussian
/// weights (local polynomial regression, Fan and Gijbels 1996), which takes samples at any distances and blurs f″ by a
/// Gaussian of σ = s where they are dense; with its standard deviation in white noise.
/// </summary>
internal sealed class CurvatureLevel
{
    private const double StepsPerScale = 4, WindowScales = 4;
    private const int FewestSamples = 5;

    private readonly double _scale, _first, _step;
    private readonly double[] _bend, _significance;

    /// <summary>The level.</summary>
    public CurvatureLevel(Profile profile, ReadOnlySpan<double> values, double noise, double scale)
    {
        (_scale, _first, _step) = (scale, profile.X[0], scale / StepsPerScale);
        int count = (int)(profile.Extent / _step) + 1;
        (_bend, _significance) = (new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            (_bend[i], _significance[i]) = BendAt(profile, values, noise, _first + i * _step);
        }
    }

    /// <summary>Peaks whose significance and prominence both reach a threshold, from left to right.</summary>
    public IEnumerable<CurvaturePeak> Peaks(double threshold)
    {
        for (int i = 0; i < _significance.Length; i++)
        {
            if (_significance[i] >= threshold && IsPeak(i) && Prominence(i) >= threshold)
            {
                yield return PeakAt(i);
            }
        }
    }

    // Of weighted least squares with φ = (1, u, u²), u = (x − p)/s: the last coefficient and its deviation.
    private (double Bend, double Significance) BendAt(
        Profile profile, ReadOnlySpan<double> values, double noise, double place)
    {
        int first = Profile.LowerBound(profile.X, place - WindowScales * _scale);
        int end = Profile.LowerBound(profile.X, place + WindowScales * _scale);
        Span<double> m = stackalloc double[5];
        m.Clear();
        for (int k = first; k < end; k++)
        {
            double u = (profile.X[k] - place) / _scale, weight = DeterministicMath.Exp(-0.5 * u * u), power = weight;
            for (int p = 0; p < m.Length; p++, power *= u)
            {
                m[p] += power;
            }
        }

        // The last row of the inverse of the moments' matrix, by cofactors.
        double c0 = m[1] * m[3] - m[2] * m[2], c1 = m[1] * m[2] - m[0] * m[3], c2 = m[0] * m[2] - m[1] * m[1];
        double determinant = m[2] * c0 + m[3] * c1 + m[4] * c2;
        if (end - first < FewestSamples || !(determinant > 1e-6 * m[0] * m[2] * m[4]))
        {
            return (0, 0);
        }

        double sum = 0, squares = 0;
        for (int k = first; k < end; k++)
        {
            double u = (profile.X[k] - place) / _scale;
            double share = DeterministicMath.Exp(-0.5 * u * u) * (c0 + u * (c1 + u * c2)) / determinant;
            sum += share * values[k];
            squares += share * share;
        }

        return (-2 * sum, squares > 0 && noise > 0 ? -sum / (noise * Math.Sqrt(squares)) : 0);
    }

    // Beyond the samples nothing is known to bend.
    private double At(int i) => i < 0 || i >= _significance.Length ? 0 : _significance[i];

    private bool IsPeak(int i) => At(i) > At(i - 1) && At(i) >= At(i + 1);

    private double Prominence(int i) => At(i) - Math.Max(Lowest(i, -1), Lowest(i, 1));

    // The lowest place on the way to a higher one.
    private double Lowest(int i, int direction)
    {
        double lowest = At(i);
        for (int k = i + direction; k >= -1 && k <= _significance.Length && At(k) <= At(i); k += direction)
        {
            lowest = Math.Min(lowest, At(k));
        }

        return lowest;
    }

    private CurvaturePeak PeakAt(int i)
    {
        double left = At(i - 1), right = At(i + 1), bow = left - 2 * At(i) + right;
        double shift = bow < 0 ? Math.Clamp(0.5 * (left - right) / bow, -0.5, 0.5) : 0;
        double halfWidth = 0.5 * (Crossing(i, 1) + Crossing(i, -1)) * _step;
        return new CurvaturePeak(_first + (i + shift) * _step, halfWidth, _scale, _bend[i], _significance[i]);
    }

    // Steps to where the bend vanishes, or to the dip before it.
    private double Crossing(int i, int direction)
    {
        for (int k = i; ; k += direction)
        {
            int next = k + direction;
            if (next < 0 || next >= _bend.Length || _bend[next] > _bend[k])
            {
                return Math.Max(1, Math.Abs(k - i));
            }

            if (_bend[next] <= 0)
            {
                return Math.Abs(k - i) + _bend[k] / (_bend[k] - _bend[next]);
            }
        }
    }
}
