using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Refinement;

/// <summary>Two components for one, and one for two, with the same moments.</summary>
internal static class ComponentSplit
{
    // How far the halves lie from the centre, in σ along their line: then each has 0.6 of that σ.
    private const double Offset = 0.8;

    private static readonly (double Cosine, double Sine)[] Directions =
        [(1, 0), (Math.Sqrt(0.5), Math.Sqrt(0.5)), (0, 1), (-Math.Sqrt(0.5), Math.Sqrt(0.5))];

    /// <summary>
    /// Two equal halves with the component's volume, centre and covariance, along that direction of its whitened frame
    /// in which they meet the most of the residual, Σ r·(g₁ + g₂).
    /// </summary>
    public static (Gaussian First, Gaussian Second) Halve(in Gaussian component, PixelPlane residual)
    {
        (Gaussian First, Gaussian Second) best = default;
        double most = double.NegativeInfinity;
        foreach ((double cosine, double sine) in Directions)
        {
            (Gaussian First, Gaussian Second) halves = Halve(component, cosine, sine);
            double met = Met(halves.First, residual) + Met(halves.Second, residual);
            if (met > most)
            {
                (best, most) = (halves, met);
            }
        }

        return best;
    }

    /// <summary>One component with the volume, centre and covariance of two of one sign.</summary>
    public static Gaussian Merge(in Gaussian first, in Gaussian second)
    {
        double total = first.Volume + second.Volume, share = total != 0 ? first.Volume / total : 0.5;
        double dx = second.X - first.X, dy = second.Y - first.Y, spread = share * (1 - share);
        double xx = share * first.CovarianceXX + (1 - share) * second.CovarianceXX + spread * dx * dx;
        double xy = share * first.CovarianceXY + (1 - share) * second.CovarianceXY + spread * dx * dy;
        double yy = share * first.CovarianceYY + (1 - share) * second.CovarianceYY + spread * dy * dy;
        Gaussian merged = Gaussian.FromCovariance(1, first.X + (1 - share) * dx, first.Y + (1 - share) * dy, xx, xy, yy);
        return merged with { Amplitude = total / merged.Volume };
    }

    // Along v of the whitened frame the halves have variance 1 − Offset²: Σ' = L·(I − Offset²·v·vᵀ)·Lᵀ.
    private static (Gaussian First, Gaussian Second) Halve(in Gaussian g, double cosine, double sine)
    {
        double dx = Offset * g.L11 * cosine, dy = Offset * (g.L21 * cosine + g.L22 * sine);
        double amplitude = 0.5 * g.Amplitude / Math.Sqrt(1 - Offset * Offset);
        Gaussian half = Gaussian.FromCovariance(
            amplitude, g.X, g.Y, g.CovarianceXX - dx * dx, g.CovarianceXY - dx * dy, g.CovarianceYY - dy * dy);
        return (half with { X = g.X - dx, Y = g.Y - dy }, half with { X = g.X + dx, Y = g.Y + dy });
    }

    private static double Met(in Gaussian g, PixelPlane residual)
    {
        Span<double> moments = stackalloc double[Gaussian.ParameterCount];
        MomentKernel.Sum(g, residual, moments);
        return g.Amplitude * moments[0];
    }
}
