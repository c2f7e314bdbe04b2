using System.Diagnostics;
using System.Runtime.CompilerServices;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Losses;

/// <summary>Sums of a loss over the pixels of a plane: within a row one by one, over the rows compensated.</summary>
internal static unsafe class LossKernel
{
    /// <summary>Makes r into w·ψ and sums w·ρ.</summary>
    /// <param name="loss">Any but the squares.</param>
    /// <param name="residual">r, finite everywhere.</param>
    /// <param name="values">z of each pixel; not used by losses that depend on r alone.</param>
    /// <param name="weights">w ≥ 0 for each pixel, or null data when all are 1.</param>
    /// <param name="information">Gets what each pixel weighs in H, w times that of the loss; padding stays.</param>
    public static double Weigh(
        Loss loss, PixelPlane residual, PixelPlane values, PixelPlane weights, PixelPlane information) => loss.Kind switch
        {
            LossKind.Huber => Weigh(new HuberLoss(loss.Threshold), residual, values, weights, information),
            LossKind.Cauchy => Weigh(new CauchyLoss(loss.Threshold), residual, values, weights, information),
            LossKind.Poisson => Weigh(default(PoissonLoss), residual, values, weights, information),
            _ => throw new UnreachableException(loss.ToString()),
        };

    /// <summary>Sums over a part of a plane.</summary>
    /// <param name="loss">Any but the squares.</param>
    /// <param name="residual">r.</param>
    /// <param name="values">z of each pixel; not used by losses that depend on r alone.</param>
    /// <param name="weights">w ≥ 0 for each pixel, or null data when all are 1.</param>
    /// <param name="part">The part, in the raster's pixels.</param>
    /// <returns>Σ w·ρ and the sums of w·r², w·ψ² and w·∂ψ/∂r.</returns>
    public static (double Objective, LossSums Sums) Count(
        Loss loss, PixelPlane residual, PixelPlane values, PixelPlane weights, PixelRectangle part) => loss.Kind switch
        {
            LossKind.Huber => Count(new HuberLoss(loss.Threshold), residual, values, weights, part),
            LossKind.Cauchy => Count(new CauchyLoss(loss.Threshold), residual, values, weights, part),
            LossKind.Poisson => Count(default(PoissonLoss), residual, values, weights, part),
            _ => throw new UnreachableException(loss.ToString()),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Weigh<TLoss>(
        TLoss loss, PixelPlane residual, PixelPlane values, PixelPlane weights, PixelPlane information)
        where TLoss : struct, ILossFunction
    {
        var sum = default(CompensatedSum);
        int width = residual.Bounds.Width;
        for (int row = 0; row < residual.Bounds.Height; row++)
        {
            double* r = residual.Row(row), z = TLoss.IsOfCounts ? values.Row(row) : r;
            double* w = weights.Data == null ? null : weights.Row(row);
            double* h = information.Row(row);
            double ofRow = 0;
            for (int column = 0; column < width; column++)
            {
                // Where there is no data w is 0, z and r are finite, and so are ρ, ψ and ∂ψ/∂r.
                double weight = w == null ? 1 : w[column];
                LossValue at = loss.At(r[column], z[column]);
                r[column] = weight * at.Psi;
                ofRow += weight * at.Rho;
                h[column] = weight * at.Weight;
            }

            sum.Add(ofRow);
        }

        return sum.Value;
    }

    private static (double Objective, LossSums Sums) Count<TLoss>(
        TLoss loss, PixelPlane residual, PixelPlane values, PixelPlane weights, PixelRectangle part)
        where TLoss : struct, ILossFunction
    {
        CompensatedSum objective = default, squares = default, influence = default, slope = default;
        PixelRectangle bounds = residual.Bounds, common = bounds.Intersect(part);
        for (int row = common.Y - bounds.Y; row < common.Bottom - bounds.Y; row++)
        {
            double ofRow = 0, ofSquares = 0, ofInfluence = 0, ofSlope = 0;
            for (int column = common.X - bounds.X; column < common.Right - bounds.X; column++)
            {
                double r = residual.Row(row)[column], weight = weights.Data == null ? 1 : weights.Row(row)[column];
                LossValue at = loss.At(r, TLoss.IsOfCounts ? values.Row(row)[column] : 0);
                ofRow += weight * at.Rho;
                ofSquares += weight * (r * r);
                ofInfluence += weight * (at.Psi * at.Psi);
                ofSlope += weight * at.Slope;
            }

            objective.Add(ofRow);
            squares.Add(ofSquares);
            influence.Add(ofInfluence);
            slope.Add(ofSlope);
        }

        return (objective.Value, new LossSums(squares.Value, influence.Value, slope.Value));
    }
}
