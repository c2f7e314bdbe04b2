using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Sums of the residual against the background's basis, Σ r·(1, ξ, υ), ξ and υ counted from its origin.
/// </summary>
/// <param name="One">Σ r.</param>
/// <param name="X">Σ r·ξ.</param>
/// <param name="Y">Σ r·υ.</param>
public readonly record struct ResidualSums(double One, double X, double Y)
{
    /// <summary>Sum of two.</summary>
    public static ResidualSums operator +(ResidualSums a, ResidualSums b) => new(a.One + b.One, a.X + b.X, a.Y + b.Y);

    /// <summary>Difference of two.</summary>
    public static ResidualSums operator -(ResidualSums a, ResidualSums b) => new(a.One - b.One, a.X - b.X, a.Y - b.Y);

    internal static ResidualSums Of(PixelPlane residual, Background background)
    {
        if (background.Kind == BackgroundKind.None)
        {
            return default;
        }

        CompensatedSum one = default, x = default, y = default;
        PixelRectangle bounds = residual.Bounds;
        for (int row = 0; row < bounds.Height; row++)
        {
            ReadOnlySpan<double> line = residual.RowSpan(row);
            double sum = 0, moment = 0;
            for (int column = 0; column < line.Length; column++)
            {
                sum += line[column];
                moment += line[column] * column;
            }

            one.Add(sum);
            x.Add(moment + (bounds.X - background.OriginX) * sum);
            y.Add((bounds.Y + row - background.OriginY) * sum);
        }

        return new ResidualSums(one.Value, x.Value, y.Value);
    }
}
