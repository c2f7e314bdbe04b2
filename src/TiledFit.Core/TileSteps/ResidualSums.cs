using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Sums of the residual against the background's basis, Σ w·r·(1, ξ, υ), ξ and υ counted from its origin.
/// </summary>
/// <param name="One">Σ w·r.</param>
/// <param name="X">Σ w·r·ξ.</param>
/// <param name="Y">Σ w·r·υ.</param>
public readonly record struct ResidualSums(double One, double X, double Y)
{
    /// <summary>Sum of two.</summary>
    public static ResidualSums operator +(ResidualSums a, ResidualSums b) => new(a.One + b.One, a.X + b.X, a.Y + b.Y);

    /// <summary>Difference of two.</summary>
    public static ResidualSums operator -(ResidualSums a, ResidualSums b) => new(a.One - b.One, a.X - b.X, a.Y - b.Y);

    /// <summary>The sums over a part of a plane of w·r; nothing where no background is solved for.
    /// </summary>
    internal static ResidualSums Of(PixelPlane residual, PixelRectangle part, Background background)
    {
        if (!background.IsSolved)
        {
            return default;
        }

        CompensatedSum one = default, x = default, y = default;
        PixelRectangle bounds = residual.Bounds;
        for (int row = part.Y; row < part.Bottom; row++)
        {
            (double sum, double moment) =
                RowSums.Moments(residual.RowSpan(row - bounds.Y).Slice(part.X - bounds.X, part.Width));
            one.Add(sum);
            x.Add(moment + (part.X - background.OriginX) * sum);
            y.Add((row - background.OriginY) * sum);
        }

        return new ResidualSums(one.Value, x.Value, y.Value);
    }
}
