using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Dense kernels of the factorisation on strips of eight rows: element (i, k) of a panel with K columns lies at
/// ((i / 8)·K + k)·8 + i mod 8, so one vector is eight rows of one column, and the same strip serves as either factor
/// of A·Bᵀ without packing (Goto &amp; van de Geijn 2008). Every result is one chain of fused multiply-adds over
/// ascending k, so it does not depend on the width of the hardware's vectors nor on the tile that computed it.
/// </summary>
internal static unsafe class PanelKernels
{
    /// <summary>Rows of a strip, lanes of a vector, columns of a tile.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// C ← C − A·Bᵀ for <paramref name="strips"/> strips of rows and one tile of eight columns.
    /// </summary>
    /// <param name="a">First strip of A, at its first column.</param>
    /// <param name="aStride">Doubles between strips of A.</param>
    /// <param name="b">The strip of B, at its first column: its rows make the columns of C.</param>
    /// <param name="k">Columns of A and B.</param>
    /// <param name="c">First strip of C.</param>
    /// <param name="cStride">Doubles between strips of C.</param>
    /// <param name="cColumn">Doubles between columns of C.</param>
    /// <param name="strips">Strips of A and C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update(
        double* a, nint aStride, double* b, nint k, double* c, nint cStride, nint cColumn, nint strips)
    {
        for (; strips >= 3 && Vector512.IsHardwareAccelerated; strips -= 3, a += 3 * aStride, c += 3 * cStride)
        {
            UpdateThreeStrips(a, aStride, b, k, c, cStride, cColumn);
        }

        for (; strips > 0; strips--, a += aStride, c += cStride)
        {
            UpdateStrip(a, b, k, c, cColumn);
        }
    }

    /// <summary>
    /// Cholesky factor of the 8 × 8 tile at <paramref name="tile"/>, in place, with the reciprocals of the pivots on
    /// the diagonal and zeros above it.
    /// </summary>
    /// <returns>False when a pivot is not above its <paramref name="floor"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool FactorTile(double* tile, double* floor)
    {
        Vector512<double> lane = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        for (int j = 0; j < Lanes; j++)
        {
            double pivot = tile[(j * Lanes) + j];
            if (!(pivot > floor[j]) || double.IsInfinity(pivot))
            {
                return false;
            }

            double reciprocal = 1 / Math.Sqrt(pivot);
            Vector512<double> below = Vector512.GreaterThan(lane, Vector512.Create((double)j));
            Vector512<double> column = Vector512.Load(tile + (j * Lanes)) * Vector512.Create(reciprocal);
            column = Vector512.ConditionalSelect(below, column, Vector512<double>.Zero);
            column.Store(tile + (j * Lanes));
            for (int k = j + 1; k < Lanes; k++)
            {
                Subtract(column, Vector512.Create(tile[(j * Lanes) + k]), tile + (k * Lanes));
            }

            tile[(j * Lanes) + j] = reciprocal;
        }

        return true;
    }

    /// <summary>X·Lᵀ = C in place for strips of rows below a factored tile L.</summary>
    /// <param name="tile">L, as <see cref="FactorTile"/> leaves it.</param>
    /// <param name="x">First strip of C, at the tile's first column.</param>
    /// <param name="stride">Doubles between strips.</param>
    /// <param name="strips">Number of strips.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveTile(double* tile, double* x, nint stride, nint strips)
    {
        for (; strips > 0; strips--, x += stride)
        {
            Vector512<double> x0 = Vector512.Load(x) * Element(tile, 0, 0);
            x0.Store(x);
            Vector512<double> x1 = Residual(x0, tile, 1, 0, Vector512.Load(x + 8)) * Element(tile, 1, 1);
            x1.Store(x + 8);
            Vector512<double> x2 = Residual(x0, tile, 2, 0, Vector512.Load(x + 16));
            x2 = Residual(x1, tile, 2, 1, x2) * Element(tile, 2, 2);
            x2.Store(x + 16);
            Vector512<double> x3 = Residual(x0, tile, 3, 0, Vector512.Load(x + 24));
            x3 = Residual(x1, tile, 3, 1, x3);
            x3 = Residual(x2, tile, 3, 2, x3) * Element(tile, 3, 3);
            x3.Store(x + 24);
            Vector512<double> x4 = Residual(x0, tile, 4, 0, Vector512.Load(x + 32));
            x4 = Residual(x1, tile, 4, 1, x4);
            x4 = Residual(x2, tile, 4, 2, x4);
            x4 = Residual(x3, tile, 4, 3, x4) * Element(tile, 4, 4);
            x4.Store(x + 32);
            Vector512<double> x5 = Residual(x0, tile, 5, 0, Vector512.Load(x + 40));
            x5 = Residual(x1, tile, 5, 1, x5);
            x5 = Residual(x2, tile, 5, 2, x5);
            x5 = Residual(x3, tile, 5, 3, x5);
            x5 = Residual(x4, tile, 5, 4, x5) * Element(tile, 5, 5);
            x5.Store(x + 40);
            Vector512<double> x6 = Residual(x0, tile, 6, 0, Vector512.Load(x + 48));
            x6 = Residual(x1, tile, 6, 1, x6);
            x6 = Residual(x2, tile, 6, 2, x6);
            x6 = Residual(x3, tile, 6, 3, x6);
            x6 = Residual(x4, tile, 6, 4, x6);
            x6 = Residual(x5, tile, 6, 5, x6) * Element(tile, 6, 6);
            x6.Store(x + 48);
            Vector512<double> x7 = Residual(x0, tile, 7, 0, Vector512.Load(x + 56));
            x7 = Residual(x1, tile, 7, 1, x7);
            x7 = Residual(x2, tile, 7, 2, x7);
            x7 = Residual(x3, tile, 7, 3, x7);
            x7 = Residual(x4, tile, 7, 4, x7);
            x7 = Residual(x5, tile, 7, 5, x7);
            x7 = Residual(x6, tile, 7, 6, x7) * Element(tile, 7, 7);
            x7.Store(x + 56);
        }
    }

    /// <summary>
    /// destination[·, j] += source[·, j] on the lanes of <paramref name="mask"/> for <paramref name="columns"/>
    /// columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(
        double* source, nint sourceColumn, double* destination, nint destinationColumn, nint columns,
        Vector512<double> mask)
    {
        for (; columns > 0; columns--, source += sourceColumn, destination += destinationColumn)
        {
            Vector512<double> sum = Vector512.Load(destination) + (Vector512.Load(source) & mask);
            sum.Store(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Element(double* tile, int row, int column) =>
        Vector512.Create(tile[(column * Lanes) + row]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Residual(
        Vector512<double> x, double* tile, int row, int column, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(-x, Element(tile, row, column), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(Vector512<double> a, Vector512<double> b, double* c) =>
        Vector512.FusedMultiplyAdd(-a, b, Vector512.Load(c)).Store(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(Vector512<double> product, double* c) => (Vector512.Load(c) - product).Store(c);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateStrip(double* a, double* b, nint k, double* c, nint cColumn)
    {
        Vector512<double> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector512<double> c4 = default, c5 = default, c6 = default, c7 = default;
        for (; k > 0; k--, a += Lanes, b += Lanes)
        {
            Vector512<double> a0 = Vector512.Load(a);
            c0 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[0]), c0);
            c1 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[1]), c1);
            c2 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[2]), c2);
            c3 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[3]), c3);
            c4 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[4]), c4);
            c5 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[5]), c5);
            c6 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[6]), c6);
            c7 = Vector512.FusedMultiplyAdd(a0, Vector512.Create(b[7]), c7);
        }

        Subtract(c0, c);
        Subtract(c1, c + cColumn);
        Subtract(c2, c + (2 * cColumn));
        Subtract(c3, c + (3 * cColumn));
        Subtract(c4, c + (4 * cColumn));
        Subtract(c5, c + (5 * cColumn));
        Subtract(c6, c + (6 * cColumn));
        Subtract(c7, c + (7 * cColumn));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateThreeStrips(
        double* a, nint aStride, double* b, nint k, double* c, nint cStride, nint cColumn)
    {
        Vector512<double> p0 = default, p1 = default, p2 = default, p3 = default;
        Vector512<double> p4 = default, p5 = default, p6 = default, p7 = default;
        Vector512<double> q0 = default, q1 = default, q2 = default, q3 = default;
        Vector512<double> q4 = default, q5 = default, q6 = default, q7 = default;
        Vector512<double> r0 = default, r1 = default, r2 = default, r3 = default;
        Vector512<double> r4 = default, r5 = default, r6 = default, r7 = default;
        for (; k > 0; k--, a += Lanes, b += Lanes)
        {
            Vector512<double> p = Vector512.Load(a);
            Vector512<double> q = Vector512.Load(a + aStride);
            Vector512<double> r = Vector512.Load(a + (2 * aStride));
            Vector512<double> s = Vector512.Create(b[0]);
            p0 = Vector512.FusedMultiplyAdd(p, s, p0);
            q0 = Vector512.FusedMultiplyAdd(q, s, q0);
            r0 = Vector512.FusedMultiplyAdd(r, s, r0);
            s = Vector512.Create(b[1]);
            p1 = Vector512.FusedMultiplyAdd(p, s, p1);
            q1 = Vector512.FusedMultiplyAdd(q, s, q1);
            r1 = Vector512.FusedMultiplyAdd(r, s, r1);
            s = Vector512.Create(b[2]);
            p2 = Vector512.FusedMultiplyAdd(p, s, p2);
            q2 = Vector512.FusedMultiplyAdd(q, s, q2);
            r2 = Vector512.FusedMultiplyAdd(r, s, r2);
            s = Vector512.Create(b[3]);
            p3 = Vector512.FusedMultiplyAdd(p, s, p3);
            q3 = Vector512.FusedMultiplyAdd(q, s, q3);
            r3 = Vector512.FusedMultiplyAdd(r, s, r3);
            s = Vector512.Create(b[4]);
            p4 = Vector512.FusedMultiplyAdd(p, s, p4);
            q4 = Vector512.FusedMultiplyAdd(q, s, q4);
            r4 = Vector512.FusedMultiplyAdd(r, s, r4);
            s = Vector512.Create(b[5]);
            p5 = Vector512.FusedMultiplyAdd(p, s, p5);
            q5 = Vector512.FusedMultiplyAdd(q, s, q5);
            r5 = Vector512.FusedMultiplyAdd(r, s, r5);
            s = Vector512.Create(b[6]);
            p6 = Vector512.FusedMultiplyAdd(p, s, p6);
            q6 = Vector512.FusedMultiplyAdd(q, s, q6);
            r6 = Vector512.FusedMultiplyAdd(r, s, r6);
            s = Vector512.Create(b[7]);
            p7 = Vector512.FusedMultiplyAdd(p, s, p7);
            q7 = Vector512.FusedMultiplyAdd(q, s, q7);
            r7 = Vector512.FusedMultiplyAdd(r, s, r7);
        }

        SubtractThree(p0, q0, r0, c, cStride);
        SubtractThree(p1, q1, r1, c + cColumn, cStride);
        SubtractThree(p2, q2, r2, c + (2 * cColumn), cStride);
        SubtractThree(p3, q3, r3, c + (3 * cColumn), cStride);
        SubtractThree(p4, q4, r4, c + (4 * cColumn), cStride);
        SubtractThree(p5, q5, r5, c + (5 * cColumn), cStride);
        SubtractThree(p6, q6, r6, c + (6 * cColumn), cStride);
        SubtractThree(p7, q7, r7, c + (7 * cColumn), cStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractThree(
        Vector512<double> p, Vector512<double> q, Vector512<double> r, double* c, nint cStride)
    {
        Subtract(p, c);
        Subtract(q, c + cStride);
        Subtract(r, c + (2 * cStride));
    }
}
