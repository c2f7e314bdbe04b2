using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Centre and covariance from a maximum of the scale space. A Gaussian of covariance Σ seen at scale σ is again a
/// Gaussian, of covariance Σ + σ²·I, so that its logarithm is a paraboloid: with ℓ = ln N the centre lies at
/// −(∇²ℓ)⁻¹·∇ℓ from the node and Σ = (−∇²ℓ)⁻¹ − σ²·I, exactly, from the 3 × 3 nodes around the maximum (affine
/// adaptation by the Hessian: Lindeberg 1998; Mikolajczyk and Schmid 2004).
/// </summary>
internal static class ShapeEstimate
{
    /// <summary>The Gaussian of unit amplitude behind the maximum at a node that is not on the grid's border.</summary>
    public static Gaussian At(ScaleLevel level, int x, int y, DetectionOptions options)
    {
        double[] ln = Logarithms(level, x, y);
        double hxx = ln[3] - 2 * ln[4] + ln[5], hyy = ln[1] - 2 * ln[4] + ln[7];
        double hxy = 0.25 * (ln[0] - ln[2] - ln[6] + ln[8]);
        double gx = 0.5 * (ln[5] - ln[3]), gy = 0.5 * (ln[7] - ln[1]);

        (double pxx, double pxy, double pyy) = Inverse(-hxx, -hxy, -hyy, level, options);
        double dx = Math.Clamp(pxx * gx + pxy * gy, -1, 1), dy = Math.Clamp(pxy * gx + pyy * gy, -1, 1);
        double own = level.Sigma * level.Sigma, unit = (double)level.Step * level.Step;
        return Gaussian.FromCovariance(
            1,
            level.OriginX + (x + dx) * level.Step,
            level.OriginY + (y + dy) * level.Step,
            pxx * unit - own,
            pxy * unit,
            pyy * unit - own);
    }

    private static double[] Logarithms(ScaleLevel level, int x, int y)
    {
        var ln = new double[9];
        double peak = level.Response[y * level.Width + x];
        for (int i = 0; i < 9; i++)
        {
            double value = level.Response[(y + i / 3 - 1) * level.Width + x + i % 3 - 1];
            // A neighbour at or below zero is no Gaussian's flank: the limits on Σ decide then.
            ln[i] = DeterministicMath.Log(Math.Max(value / peak, 0.01));
        }

        return ln;
    }

    /// <summary>
    /// The inverse, in nodes², with its eigenvalues held to what the limits on σ and elongation allow: Σ's within
    /// [max(σ/√e, σ_min)², min(σ·√e, σ_max)²], e the largest elongation.
    /// </summary>
    private static (double XX, double XY, double YY) Inverse(
        double xx, double xy, double yy, ScaleLevel level, DetectionOptions options)
    {
        double unit = (double)level.Step * level.Step, own = level.Sigma * level.Sigma / unit;
        double least = Math.Max(own / options.MaxElongation, options.MinSigma * options.MinSigma / unit) + own;
        double most = Math.Min(own * options.MaxElongation, options.MaxSigma * options.MaxSigma / unit) + own;

        double mean = 0.5 * (xx + yy), half = 0.5 * (xx - yy), gap = Math.Sqrt(half * half + xy * xy);
        double small = Math.Clamp(mean + gap <= 0 ? most : 1 / (mean + gap), least, most);
        double large = Math.Clamp(mean - gap <= 0 ? most : 1 / (mean - gap), least, most);
        if (gap == 0)
        {
            return (large, 0, large);
        }

        // The eigenvector of the larger curvature carries the smaller eigenvalue of the inverse.
        double c = half / gap, s = xy / gap, middle = 0.5 * (small + large), spread = 0.5 * (small - large);
        return (middle + spread * c, spread * s, middle - spread * c);
    }
}
