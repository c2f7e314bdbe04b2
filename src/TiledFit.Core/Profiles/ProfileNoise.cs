using TiledFit.Core.Statistics;

namespace TiledFit.Core.Profiles;

/// <summary>
/// The standard deviation of white noise from pseudo-residuals (Gasser, Sroka and Jennen-Steinmetz 1986): what a sample
/// lies off the cubic, rather than the line, through its four neighbours, over the root of 1 + Σ (Lagrange weights)².
/// The median keeps the few that a narrow peak bends.
/// </summary>
internal static class ProfileNoise
{
    private const int Side = 2;

    // Of the largest value: below it nothing can be told from rounding.
    private const double LeastShare = 1e-10;

    /// <summary>σ_n, never quite zero where the values are not.</summary>
    public static double Estimate(double[] x, ReadOnlySpan<double> z)
    {
        double largest = 0;
        var pseudo = new List<double>(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(z[i]));
            if (i >= Side && i + Side < x.Length)
            {
                pseudo.Add(PseudoResidual(x, z, i));
            }
        }

        return Math.Max(RobustScale.AroundZero(pseudo), LeastShare * largest);
    }

    private static double PseudoResidual(double[] x, ReadOnlySpan<double> z, int i)
    {
        double sum = z[i], squares = 1;
        for (int j = i - Side; j <= i + Side; j++)
        {
            double weight = 1;
            for (int k = i - Side; k <= i + Side && j != i; k++)
            {
                weight *= k == i || k == j ? 1 : (x[i] - x[k]) / (x[j] - x[k]);
            }

            sum -= j == i ? 0 : weight * z[j];
            squares += j == i ? 0 : weight * weight;
        }

        return sum / Math.Sqrt(squares);
    }
}
