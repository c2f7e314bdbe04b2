using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The passes over one column of 6 × 6 blocks, those of two-dimensional Gaussians, with all sums in registers. A block
/// is six columns of eight lanes of which the last two are zero; so is every six of a vector.
/// </summary>
internal static unsafe class SixLaneKernels
{
    /// <summary>The block size served.</summary>
    public const int BlockSize = 6;

    private const int Lanes = LaneKernels.Lanes, BlockLength = BlockSize * Lanes;

    /// <summary>y += A·x for a block on the diagonal and those below it, and their transposes above it.</summary>
    /// <param name="diagonal">The block on the diagonal.</param>
    /// <param name="lower">The blocks below it, one after the other.</param>
    /// <param name="rows">Their block rows.</param>
    /// <param name="count">Their number.</param>
    /// <param name="column">The block column.</param>
    /// <param name="x">The vector.</param>
    /// <param name="y">The product.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplySymmetric(
        double* diagonal, double* lower, int* rows, int count, int column, double* x, double* y)
    {
        double* own = x + ((nint)column * Lanes), result = y + ((nint)column * Lanes);
        Vector512<double> x0 = Vector512.Create(own[0]), x1 = Vector512.Create(own[1]);
        Vector512<double> x2 = Vector512.Create(own[2]), x3 = Vector512.Create(own[3]);
        Vector512<double> x4 = Vector512.Create(own[4]), x5 = Vector512.Create(own[5]);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        for (int k = 0; k < count; k++, lower += BlockLength)
        {
            nint row = (nint)rows[k] * Lanes;
            Vector512<double> other = Vector512.Load(x + row);
            Vector512<double> c0 = Vector512.Load(lower), c1 = Vector512.Load(lower + 8);
            Vector512<double> even = Vector512.FusedMultiplyAdd(c0, x0, Vector512.Load(y + row)), odd = c1 * x1;
            s0 = Vector512.FusedMultiplyAdd(c0, other, s0);
            s1 = Vector512.FusedMultiplyAdd(c1, other, s1);
            Vector512<double> c2 = Vector512.Load(lower + 16), c3 = Vector512.Load(lower + 24);
            even = Vector512.FusedMultiplyAdd(c2, x2, even);
            odd = Vector512.FusedMultiplyAdd(c3, x3, odd);
            s2 = Vector512.FusedMultiplyAdd(c2, other, s2);
            s3 = Vector512.FusedMultiplyAdd(c3, other, s3);
            Vector512<double> c4 = Vector512.Load(lower + 32), c5 = Vector512.Load(lower + 40);
            even = Vector512.FusedMultiplyAdd(c4, x4, even);
            odd = Vector512.FusedMultiplyAdd(c5, x5, odd);
            s4 = Vector512.FusedMultiplyAdd(c4, other, s4);
            s5 = Vector512.FusedMultiplyAdd(c5, other, s5);
            (even + odd).Store(y + row);
        }

        Multiply(diagonal, own, Vector512.Load(result) + Reduce(s0, s1, s2, s3, s4, s5)).Store(result);
    }

    /// <summary>z_j ← L_jj⁻¹·z_j, then z_i −= L_ij·z_j for the rows below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(double* inverse, double* lower, int* rows, int count, int column, double* z)
    {
        double* own = z + ((nint)column * Lanes);
        Multiply(inverse, own, default).Store(own);
        Vector512<double> z0 = -Vector512.Create(own[0]), z1 = -Vector512.Create(own[1]);
        Vector512<double> z2 = -Vector512.Create(own[2]), z3 = -Vector512.Create(own[3]);
        Vector512<double> z4 = -Vector512.Create(own[4]), z5 = -Vector512.Create(own[5]);
        for (int k = 0; k < count; k++, lower += BlockLength)
        {
            double* target = z + ((nint)rows[k] * Lanes);
            Vector512<double> even = Vector512.FusedMultiplyAdd(Vector512.Load(lower), z0, Vector512.Load(target));
            Vector512<double> odd = Vector512.Load(lower + 8) * z1;
            even = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 16), z2, even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 24), z3, odd);
            even = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 32), z4, even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 40), z5, odd);
            (even + odd).Store(target);
        }
    }

    /// <summary>z_j ← L_jj⁻ᵀ·(z_j − Σ L_ijᵀ·z_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(double* inverse, double* lower, int* rows, int count, int column, double* z)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        for (int k = 0; k < count; k++, lower += BlockLength)
        {
            Vector512<double> other = Vector512.Load(z + ((nint)rows[k] * Lanes));
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(lower), other, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 8), other, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 16), other, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 24), other, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 32), other, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.Load(lower + 40), other, s5);
        }

        double* own = z + ((nint)column * Lanes);
        Vector512<double> rest = Vector512.Load(own) - Reduce(s0, s1, s2, s3, s4, s5);
        Reduce(
            Vector512.Load(inverse) * rest, Vector512.Load(inverse + 8) * rest, Vector512.Load(inverse + 16) * rest,
            Vector512.Load(inverse + 24) * rest, Vector512.Load(inverse + 32) * rest,
            Vector512.Load(inverse + 40) * rest).Store(own);
    }

    /// <summary>sum + B·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Multiply(double* block, double* x, Vector512<double> sum)
    {
        Vector512<double> even = Vector512.FusedMultiplyAdd(Vector512.Load(block), Vector512.Create(x[0]), sum);
        Vector512<double> odd = Vector512.Load(block + 8) * Vector512.Create(x[1]);
        even = Vector512.FusedMultiplyAdd(Vector512.Load(block + 16), Vector512.Create(x[2]), even);
        odd = Vector512.FusedMultiplyAdd(Vector512.Load(block + 24), Vector512.Create(x[3]), odd);
        even = Vector512.FusedMultiplyAdd(Vector512.Load(block + 32), Vector512.Create(x[4]), even);
        odd = Vector512.FusedMultiplyAdd(Vector512.Load(block + 40), Vector512.Create(x[5]), odd);
        return even + odd;
    }

    /// <summary>The six sums of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reduce(
        Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3, Vector512<double> s4,
        Vector512<double> s5) => Vector512.Create(
            LaneKernels.Sum(s0), LaneKernels.Sum(s1), LaneKernels.Sum(s2), LaneKernels.Sum(s3), LaneKernels.Sum(s4),
            LaneKernels.Sum(s5), 0, 0);
}
