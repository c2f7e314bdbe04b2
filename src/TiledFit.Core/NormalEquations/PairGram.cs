using System.Runtime.CompilerServices;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The Gram matrix Σ w·g_i·g_j·h·hᵀ of the Hermite polynomials over the pixels with data, by the cheapest means that is
/// exact to within the Poisson-summation error: the integral where no pixel is missing; the integral across one axis
/// where edges cut the other; either of them less the pixels without data; the sum over the pixels where the product is
/// narrow, or met by edges on both axes, or where much is missing or weights differ.
/// </summary>
internal static class PairGram
{
    // The box of ±4.25 standard deviations of the product leaves less than 5e-5 of it outside.
    private const double BoxRadius = 4.25;

    // λ_min(S) of a component with itself at σ_minor = 1.25 px, where the Poisson-summation error is 2e-4 of the
    // diagonal.
    private const double NarrowestVariance = 0.5 * 1.25 * 1.25;

    // The same for a component of which little lies on pixels with data: both errors are then below 1e-6 of its whole.
    private const double StrictBoxRadius = 6.5, StrictNarrowestVariance = 1.25;

    // Where more than this share of the box in the window is missing, it is no dearer to sum what is there.
    private const double LargestMissing = 0.4;

    /// <summary>Writes the 6 × 6 matrix unless it is that of the integral, w·∫ g_i·g_j times the identity.</summary>
    /// <param name="first">g_i.</param>
    /// <param name="second">g_j.</param>
    /// <param name="product">Their product.</param>
    /// <param name="isStrict">Whether little of one of the two lies on pixels with data.</param>
    /// <param name="domain">The window.</param>
    /// <param name="gram">36 values.</param>
    /// <returns>False when the integral is the sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TrySum(
        in Gaussian first, in Gaussian second, in GaussianProduct product, bool isStrict, PixelDomain domain,
        Span<double> gram)
    {
        double xx = product.T11 * product.T11, yy = product.T21 * product.T21 + product.T22 * product.T22;
        double largest = 0.5 * (xx + yy
            + Math.Sqrt((xx - yy) * (xx - yy) + 4 * xx * product.T21 * product.T21));
        double narrowest = isStrict ? StrictNarrowestVariance : NarrowestVariance;
        if (domain.HasWeights || product.SqrtDeterminant * product.SqrtDeterminant < narrowest * largest)
        {
            PixelGram.Sum(first, second, product, domain, gram);
            return true;
        }

        double radius = isStrict ? StrictBoxRadius : BoxRadius;
        double width = radius * product.T11, height = radius * Math.Sqrt(yy);
        double left = product.MeanX - width, right = product.MeanX + width;
        double top = product.MeanY - height, bottom = product.MeanY + height;
        PixelRectangle bounds = domain.Bounds;
        bool cutsColumns = left < bounds.X || right > bounds.Right - 1;
        bool cutsRows = top < bounds.Y || bottom > bounds.Bottom - 1;
        int missing = domain.CountInvalid(left, top, right, bottom);
        if (missing == 0 && !cutsColumns && !cutsRows)
        {
            return false;
        }

        PixelRectangle part = Box(
            Math.Max(left, bounds.X), Math.Max(top, bounds.Y), Math.Min(right, bounds.Right - 1),
            Math.Min(bottom, bounds.Bottom - 1));
        if ((cutsColumns && cutsRows) || missing > LargestMissing * part.Area)
        {
            PixelGram.Sum(first, second, product, domain, gram);
            return true;
        }

        ProductMoments moments = cutsColumns ? OfColumns(first, second, product, bounds)
            : cutsRows ? OfRows(first, second, product, bounds)
            : ProductMoments.OfPlane(product);
        if (missing > 0)
        {
            moments.Subtract(MissingMoments.Sum(product, domain.Missing, part));
        }

        moments.ToHermite(domain.Weight, gram);
        return true;
    }

    // The columns of the window that both supports reach.
    private static ProductMoments OfColumns(
        in Gaussian first, in Gaussian second, in GaussianProduct product, PixelRectangle bounds)
    {
        double low = Math.Max(first.X - first.HalfWidth, second.X - second.HalfWidth);
        double high = Math.Min(first.X + first.HalfWidth, second.X + second.HalfWidth);
        return EdgeMoments.OfColumns(
            product, (int)Math.Ceiling(Math.Max(low, bounds.X)), (int)Math.Floor(Math.Min(high, bounds.Right - 1)) + 1);
    }

    private static ProductMoments OfRows(
        in Gaussian first, in Gaussian second, in GaussianProduct product, PixelRectangle bounds)
    {
        double low = Math.Max(first.Y - first.HalfHeight, second.Y - second.HalfHeight);
        double high = Math.Min(first.Y + first.HalfHeight, second.Y + second.HalfHeight);
        return EdgeMoments.OfRows(
            product, (int)Math.Ceiling(Math.Max(low, bounds.Y)), (int)Math.Floor(Math.Min(high, bounds.Bottom - 1)) + 1);
    }

    private static PixelRectangle Box(double left, double top, double right, double bottom)
    {
        int x = (int)Math.Ceiling(left), y = (int)Math.Ceiling(top);
        return new PixelRectangle(x, y, (int)Math.Floor(right) - x + 1, (int)Math.Floor(bottom) - y + 1);
    }
}
