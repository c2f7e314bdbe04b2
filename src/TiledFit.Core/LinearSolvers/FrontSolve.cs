using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Triangular solves with one front's panel (Davis 2006, §3.1), on a local vector z of padded pivots, then padded rows.
/// </summary>
internal static unsafe class FrontSolve
{
    private const int Lanes = PanelKernels.Lanes;

    /// <summary>
    /// L·y = z: the pivots of z become y; its other rows, zero on entry, become −L₂₁·y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Front front, double* panel, double* z)
    {
        int pivots = front.PaddedPivotCount;
        nint stride = (nint)pivots * Lanes;
        int height = pivots + front.PaddedRowCount;
        for (int row = 0; row < height; row += Lanes, panel += stride)
        {
            SubtractProduct(panel, Math.Min(row, pivots), z, z + row);
            if (row < pivots)
            {
                ForwardTile(panel + ((nint)row * Lanes), z + row);
            }
        }
    }

    /// <summary>Lᵀ·x = z: the pivots of z become x; its other rows are known and stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Front front, double* panel, double* z)
    {
        int pivots = front.PaddedPivotCount;
        nint stride = (nint)pivots * Lanes;
        int height = pivots + front.PaddedRowCount;
        for (int column = pivots - Lanes; column >= 0; column -= Lanes)
        {
            double* tile = panel + (column / Lanes * stride) + ((nint)column * Lanes);
            SubtractTransposedProduct(tile + stride, stride, (height - column) / Lanes - 1, z + column);
            BackwardTile(tile, z + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractProduct(double* strip, int columns, double* y, double* z)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int k = 0; k < columns; k += 4, strip += 4 * Lanes)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(strip), Vector512.Create(y[k]), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 8), Vector512.Create(y[k + 1]), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 16), Vector512.Create(y[k + 2]), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 24), Vector512.Create(y[k + 3]), s3);
        }

        (Vector512.Load(z) - ((s0 + s1) + (s2 + s3))).Store(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractTransposedProduct(double* strip, nint stride, int strips, double* z)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<double> s4 = default, s5 = default, s6 = default, s7 = default;
        double* x = z + Lanes;
        for (; strips > 0; strips--, strip += stride, x += Lanes)
        {
            Vector512<double> v = Vector512.Load(x);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(strip), v, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 8), v, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 16), v, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 24), v, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 32), v, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 40), v, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 48), v, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.Load(strip + 56), v, s7);
        }

        z[0] -= LaneKernels.Sum(s0);
        z[1] -= LaneKernels.Sum(s1);
        z[2] -= LaneKernels.Sum(s2);
        z[3] -= LaneKernels.Sum(s3);
        z[4] -= LaneKernels.Sum(s4);
        z[5] -= LaneKernels.Sum(s5);
        z[6] -= LaneKernels.Sum(s6);
        z[7] -= LaneKernels.Sum(s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardTile(double* tile, double* z)
    {
        for (int i = 0; i < Lanes; i++)
        {
            double residual = z[i];
            for (int j = 0; j < i; j++)
            {
                residual = Math.FusedMultiplyAdd(-tile[(j * Lanes) + i], z[j], residual);
            }

            z[i] = residual * tile[(i * Lanes) + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardTile(double* tile, double* z)
    {
        for (int j = Lanes - 1; j >= 0; j--)
        {
            double residual = z[j];
            for (int i = Lanes - 1; i > j; i--)
            {
                residual = Math.FusedMultiplyAdd(-tile[(j * Lanes) + i], z[i], residual);
            }

            z[j] = residual * tile[(j * Lanes) + j];
        }
    }
}
