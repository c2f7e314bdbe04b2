using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Products of small blocks stored by columns padded to full vectors, always eight lanes with fused multiply-adds in a
/// fixed order.
/// </summary>
internal static unsafe class LaneKernels
{
    /// <summary>Lanes of a vector.</summary>
    public const int Lanes = PanelKernels.Lanes;

    /// <summary>y += B·x for a block of b columns of the given padded height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(double* block, int b, int height, double* x, double* y)
    {
        for (int lanes = 0; lanes < height; lanes += Lanes)
        {
            Vector512<double> sum = Vector512.Load(y + lanes);
            for (int column = 0; column < b; column++)
            {
                sum = Vector512.FusedMultiplyAdd(
                    Vector512.Load(block + (column * height) + lanes), Vector512.Create(x[column]), sum);
            }

            sum.Store(y + lanes);
        }
    }

    /// <summary>Adds the terms of Bᵀ·x, lane by lane, to b vectors of partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyTransposedAdd(double* block, int b, int height, double* x, double* sums)
    {
        for (int lanes = 0; lanes < height; lanes += Lanes)
        {
            Vector512<double> rows = Vector512.Load(x + lanes);
            for (int column = 0; column < b; column++)
            {
                Vector512<double> sum = Vector512.Load(sums + (column * Lanes));
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(block + (column * height) + lanes), rows, sum);
                sum.Store(sums + (column * Lanes));
            }
        }
    }

    /// <summary>Zeroes b vectors of partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(double* sums, int b)
    {
        for (int i = 0; i < b; i++)
        {
            Vector512<double>.Zero.Store(sums + (i * Lanes));
        }
    }

    /// <summary>y[i] += factor·(sum of the lanes of the i-th vector) for b vectors of partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(double* sums, int b, double factor, double* y)
    {
        for (int i = 0; i < b; i++)
        {
            y[i] = Math.FusedMultiplyAdd(factor, Sum(Vector512.Load(sums + (i * Lanes))), y[i]);
        }
    }

    /// <summary>C −= A·Bᵀ for square blocks of b columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractProduct(double* a, double* other, int b, int height, double* c)
    {
        if (b == 6)
        {
            SubtractProductOfSix(a, other, c);
            return;
        }

        for (int column = 0; column < b; column++)
        {
            for (int lanes = 0; lanes < height; lanes += Lanes)
            {
                double* target = c + (column * height) + lanes;
                Vector512<double> sum = Vector512.Load(target);
                for (int k = 0; k < b; k++)
                {
                    sum = Vector512.FusedMultiplyAdd(
                        Vector512.Load(a + (k * height) + lanes),
                        Vector512.Create(-other[(k * height) + column]),
                        sum);
                }

                sum.Store(target);
            }
        }
    }

    /// <summary>A ← A·Tᵀ for a square block of b columns and a lower triangle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposedTriangle(double* a, double* triangle, int b, int height)
    {
        for (int column = b - 1; column >= 0; column--)
        {
            for (int lanes = 0; lanes < height; lanes += Lanes)
            {
                Vector512<double> sum = Vector512.Load(a + lanes) * Vector512.Create(triangle[column]);
                for (int k = 1; k <= column; k++)
                {
                    sum = Vector512.FusedMultiplyAdd(
                        Vector512.Load(a + (k * height) + lanes),
                        Vector512.Create(triangle[(k * height) + column]),
                        sum);
                }

                sum.Store(a + (column * height) + lanes);
            }
        }
    }

    /// <summary>The scalar product of two vectors whose length is a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, double* y, int length)
    {
        Vector512<double> sum = default;
        for (int i = 0; i < length; i += Lanes)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), sum);
        }

        return Sum(sum);
    }

    /// <summary>y = x·xFactor + y·yFactor, of a length that is a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(double xFactor, double* x, double yFactor, double* y, int length)
    {
        for (int i = 0; i < length; i += Lanes)
        {
            Vector512<double> scaled = Vector512.Load(y + i) * Vector512.Create(yFactor);
            Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Create(xFactor), scaled).Store(y + i);
        }
    }

    /// <summary>Sum of the lanes by halves: ((0+4)+(2+6)) + ((1+5)+(3+7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> v)
    {
        Vector256<double> four = v.GetLower() + v.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>
    /// The blocks of two-dimensional Gaussians, with A in registers: the incomplete factorisation is made of these.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractProductOfSix(double* a, double* other, double* c)
    {
        Vector512<double> a0 = -Vector512.Load(a), a1 = -Vector512.Load(a + 8), a2 = -Vector512.Load(a + 16);
        Vector512<double> a3 = -Vector512.Load(a + 24), a4 = -Vector512.Load(a + 32), a5 = -Vector512.Load(a + 40);
        for (int column = 0; column < 6; column++, other++, c += Lanes)
        {
            Vector512<double> sum = Vector512.FusedMultiplyAdd(a0, Vector512.Create(other[0]), Vector512.Load(c));
            sum = Vector512.FusedMultiplyAdd(a1, Vector512.Create(other[8]), sum);
            sum = Vector512.FusedMultiplyAdd(a2, Vector512.Create(other[16]), sum);
            sum = Vector512.FusedMultiplyAdd(a3, Vector512.Create(other[24]), sum);
            sum = Vector512.FusedMultiplyAdd(a4, Vector512.Create(other[32]), sum);
            sum = Vector512.FusedMultiplyAdd(a5, Vector512.Create(other[40]), sum);
            sum.Store(c);
        }
    }
}
