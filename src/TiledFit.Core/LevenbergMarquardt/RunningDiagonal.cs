using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>
/// D_a = max H_aa over the linearisations so far (Moré 1978, eq. 6.3). Where a step has led far away, the model is flat
/// there and H_aa small; D remembers what a step may cost and keeps the next one short.
/// </summary>
internal static class RunningDiagonal
{
    /// <summary>Raises D, length <c>matrix.Order</c>, to the matrix's diagonal.</summary>
    /// <param name="matrix">H.</param>
    /// <param name="isFirst">Whether D starts here.</param>
    /// <param name="scaling">D.</param>
    public static void Update(BlockSymmetricMatrix matrix, bool isFirst, Span<double> scaling)
    {
        for (int k = 0; k < matrix.Order; k++)
        {
            double curvature = matrix.DiagonalAt(k);
            double largest = isFirst ? curvature : Math.Max(scaling[k], curvature);

            // No pixel feels this parameter: any positive scale holds it where it is.
            scaling[k] = largest > 0 ? largest : 1;
        }
    }
}
