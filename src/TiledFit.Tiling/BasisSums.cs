using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>
/// Sums over the valid pixels of the products of the background's basis (1, ξ, υ): its normal matrix.
/// </summary>
/// <param name="Count">Σ 1.</param>
/// <param name="X">Σ ξ.</param>
/// <param name="Y">Σ υ.</param>
/// <param name="XX">Σ ξ².</param>
/// <param name="XY">Σ ξ·υ.</param>
/// <param name="YY">Σ υ².</param>
public readonly record struct BasisSums(long Count, double X, double Y, double XX, double XY, double YY)
{
    /// <summary>Sum of two.</summary>
    public static BasisSums operator +(BasisSums a, BasisSums b) =>
        new(a.Count + b.Count, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.XY + b.XY, a.YY + b.YY);

    /// <summary>The sums of one window.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="originX">Where ξ = 0.</param>
    /// <param name="originY">Where υ = 0.</param>
    public static BasisSums Of(PixelRectangle bounds, ReadOnlySpan<double> pixels, double originX, double originY)
    {
        long count = 0;
        double sumX = 0, sumY = 0, sumXX = 0, sumXY = 0, sumYY = 0;
        for (int row = 0; row < bounds.Height; row++)
        {
            double y = bounds.Y + row - originY, rowX = 0, rowXX = 0;
            int valid = 0;
            for (int column = 0; column < bounds.Width; column++)
            {
                if (!double.IsNaN(pixels[row * bounds.Width + column]))
                {
                    double x = bounds.X + column - originX;
                    valid++;
                    rowX += x;
                    rowXX += x * x;
                }
            }

            count += valid;
            sumX += rowX;
            sumXX += rowXX;
            sumY += y * valid;
            sumXY += y * rowX;
            sumYY += y * y * valid;
        }

        return new BasisSums(count, sumX, sumY, sumXX, sumXY, sumYY);
    }

    /// <summary>The background that takes the most off the residual: the solution of the normal equations.</summary>
    public (double Level, double SlopeX, double SlopeY) Solve(ResidualSums sums, BackgroundKind kind)
    {
        double mean = sums.One / Count;
        if (kind == BackgroundKind.Constant)
        {
            return (mean, 0, 0);
        }

        // Centred: the slopes from the 2 × 2 system of the covariances, then the level.
        double xx = XX - X * X / Count, xy = XY - X * Y / Count, yy = YY - Y * Y / Count;
        double x = sums.X - X * mean, y = sums.Y - Y * mean;
        double determinant = xx * yy - xy * xy;
        if (!(determinant > 1e-12 * xx * yy))
        {
            return (mean, 0, 0);
        }

        double slopeX = (yy * x - xy * y) / determinant, slopeY = (xx * y - xy * x) / determinant;
        return (mean - (slopeX * X + slopeY * Y) / Count, slopeX, slopeY);
    }

    /// <summary>Σ b·(1, ξ, υ) of a background.</summary>
    public ResidualSums Apply(double level, double slopeX, double slopeY) => new(
        Count * level + X * slopeX + Y * slopeY,
        X * level + XX * slopeX + XY * slopeY,
        Y * level + XY * slopeX + YY * slopeY);
}
