using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>
/// Sums over the valid pixels of the weighted products of the background's basis (1, ξ, υ): its normal matrix.
/// </summary>
/// <param name="Count">Σ 1.</param>
/// <param name="Weight">Σ w.</param>
/// <param name="X">Σ w·ξ.</param>
/// <param name="Y">Σ w·υ.</param>
/// <param name="XX">Σ w·ξ².</param>
/// <param name="XY">Σ w·ξ·υ.</param>
/// <param name="YY">Σ w·υ².</param>
public readonly record struct BasisSums(
    long Count, double Weight, double X, double Y, double XX, double XY, double YY)
{
    /// <summary>Sum of two.</summary>
    public static BasisSums operator +(BasisSums a, BasisSums b) =>
        new(a.Count + b.Count, a.Weight + b.Weight, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.XY + b.XY, a.YY + b.YY);

    /// <summary>The sums of one window.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="originX">Where ξ = 0.</param>
    /// <param name="originY">Where υ = 0.</param>
    /// <param name="weights">w of each of the pixels; empty where all are 1.</param>
    public static BasisSums Of(
        PixelRectangle bounds, ReadOnlySpan<double> pixels, double originX, double originY,
        ReadOnlySpan<double> weights = default)
    {
        long count = 0;
        double sum = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0, sumYY = 0;
        for (int row = 0; row < bounds.Height; row++)
        {
            double y = bounds.Y + row - originY, rowWeight = 0, rowX = 0, rowXX = 0;
            for (int column = 0; column < bounds.Width; column++)
            {
                int k = row * bounds.Width + column;
                if (!double.IsNaN(pixels[k]))
                {
                    double x = bounds.X + column - originX, w = weights.IsEmpty ? 1 : weights[k];
                    count++;
                    rowWeight += w;
                    rowX += w * x;
                    rowXX += w * (x * x);
                }
            }

            sum += rowWeight;
            sumX += rowX;
            sumXX += rowXX;
            sumY += y * rowWeight;
            sumXY += y * rowX;
            sumYY += y * y * rowWeight;
        }

        return new BasisSums(count, sum, sumX, sumY, sumXX, sumXY, sumYY);
    }

    /// <summary>The background that takes the most off the residual: the solution of the normal equations.</summary>
    public (double Level, double SlopeX, double SlopeY) Solve(ResidualSums sums, BackgroundKind kind)
    {
        double mean = sums.One / Weight;
        if (kind == BackgroundKind.Constant)
        {
            return (mean, 0, 0);
        }

        // Centred: the slopes from the 2 × 2 system of the covariances, then the level.
        double xx = XX - X * X / Weight, xy = XY - X * Y / Weight, yy = YY - Y * Y / Weight;
        double x = sums.X - X * mean, y = sums.Y - Y * mean;
        double determinant = xx * yy - xy * xy;
        if (!(determinant > 1e-12 * xx * yy))
        {
            return (mean, 0, 0);
        }

        double slopeX = (yy * x - xy * y) / determinant, slopeY = (xx * y - xy * x) / determinant;
        return (mean - (slopeX * X + slopeY * Y) / Weight, slopeX, slopeY);
    }

    /// <summary>Σ w·b·(1, ξ, υ) of a background.</summary>
    public ResidualSums Apply(double level, double slopeX, double slopeY) => new(
        Weight * level + X * slopeX + Y * slopeY,
        X * level + XX * slopeX + XY * slopeY,
        Y * level + XY * slopeX + YY * slopeY);
}
