using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Kernels;

/// <summary>
/// Four consecutive rows of a column block and their ratios over four rows, seeded by two exponentials. After n steps
/// the relative error of g is below (n² + 20·n)·2⁻⁵³; with n ≤ 32, 2e-13.
/// </summary>
internal struct RowRecurrence
{
    public Vector512<double> G0, G1, G2, G3;
    public Vector512<double> R0, R1, R2, R3;

    /// <summary>Starts at the row s = y − c_y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowRecurrence(in GaussianFrame frame, in ColumnBlock block, double s)
    {
        Vector512<double> inverse = Vector512.Create(frame.InverseL22);
        Vector512<double> u2 = block.U2(frame, s);
        Vector512<double> q = Vector512.FusedMultiplyAdd(u2, u2, block.U1 * block.U1);
        G0 = DeterministicMath.Exp(q * Vector512.Create(-0.5));

        // ρ(s) = g(s+1)/g(s) = exp(−(u2 + ½/l22)/l22); over four rows, the product of four of them.
        Vector512<double> ratio = DeterministicMath.Exp(
            -Vector512.FusedMultiplyAdd(inverse, Vector512.Create(0.5), u2) * inverse);
        Vector512<double> kappa = Vector512.Create(frame.Kappa1);
        Vector512<double> product = ratio;
        G1 = G0 * ratio;
        ratio *= kappa;
        product *= ratio;
        G2 = G1 * ratio;
        ratio *= kappa;
        product *= ratio;
        G3 = G2 * ratio;
        R0 = product * (ratio * kappa);
        Vector512<double> kappa4 = Vector512.Create(frame.Kappa4);
        R1 = R0 * kappa4;
        R2 = R1 * kappa4;
        R3 = R2 * kappa4;
    }
}
