using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Fills a front before its elimination: the matrix's own blocks, then the update matrices of its children
/// (extend-add, Duff &amp; Reid 1983; Liu 1992).
/// </summary>
internal static unsafe class FrontAssembly
{
    private const int Lanes = PanelKernels.Lanes;

    // A pivot below this part of its diagonal element is rounding: the unit roundoff of the subtraction.
    private const double PivotTolerance = 2.220446049250313e-16;

    /// <summary>Zeroes the panel and the lower triangle of the update matrix; padding pivots become 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(Front front, double* panel, double* update, double* floors)
    {
        new Span<double>(panel, checked((int)front.PanelLength)).Clear();
        nint height = front.PaddedRowCount;
        for (nint column = 0; column < height; column++)
        {
            nint top = column & ~(Lanes - 1);
            new Span<double>(update + (column * height) + top, (int)(height - top)).Clear();
        }

        nint stride = (nint)front.PaddedPivotCount * Lanes;
        for (int pivot = front.PivotCount; pivot < front.PaddedPivotCount; pivot++)
        {
            *At(panel, stride, pivot, pivot) = 1;
            floors[pivot] = 0;
        }
    }

    /// <summary>Puts the blocks of H + diag(shift) into the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMatrix(
        Front front, double* panel, BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift, ReadOnlySpan<int> order,
        double* floors)
    {
        int b = matrix.BlockSize;
        nint stride = (nint)front.PaddedPivotCount * Lanes;
        for (int column = 0; column < front.ColumnCount; column++)
        {
            int block = order[front.FirstColumn + column];
            AddBlock(panel, stride, column * b, column * b, matrix.Diagonal.AsSpan(block * b * b, b * b), b, false);
            for (int i = 0; i < b; i++)
            {
                double* diagonal = At(panel, stride, (column * b) + i, (column * b) + i);
                *diagonal += shift[(block * b) + i];
                floors[(column * b) + i] = Math.Max(*diagonal * PivotTolerance, 0);
            }
        }

        foreach (FrontEntry entry in front.Entries)
        {
            ReadOnlySpan<double> values = matrix.Lower.AsSpan(entry.Block * b * b, b * b);
            AddBlock(panel, stride, entry.Row, entry.Column, values, b, entry.Transposed);
        }
    }

    /// <summary>
    /// Adds the lower triangle of a child's update matrix to the panel and update matrix of its parent, up to eight
    /// rows of one destination strip at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExtendAdd(Front child, double* childUpdate, Front parent, double* panel, double* update)
    {
        nint height = child.PaddedRowCount;
        ReadOnlySpan<RowRun> runs = child.ParentRuns;
        for (int q = 0; q < runs.Length; q++)
        {
            for (int row = 0, count; row < runs[q].Length; row += count)
            {
                int destination = runs[q].Destination + row, lane = destination % Lanes;
                count = Math.Min(Lanes - lane, runs[q].Length - row);
                Vector512<double> mask = LaneMask(lane, count);
                double* source = childUpdate + runs[q].Source + row - lane;
                for (int p = 0; p <= q; p++)
                {
                    int columns = p < q ? runs[p].Length : row + count;
                    double* target = Locate(
                        parent, panel, update, destination - lane, runs[p].Destination, out nint columnStride);
                    PanelKernels.AddLanes(
                        source + (runs[p].Source * height), height, target, columnStride, columns, mask);
                }
            }
        }
    }

    /// <summary>Where an element of the front lies, in its panel or in its update matrix.</summary>
    private static double* Locate(
        Front front, double* panel, double* update, int row, int column, out nint columnStride)
    {
        int pivots = front.PaddedPivotCount;
        columnStride = column < pivots ? Lanes : front.PaddedRowCount;
        return column < pivots
            ? At(panel, (nint)pivots * Lanes, row, column)
            : update + ((column - pivots) * columnStride) + row - pivots;
    }

    private static Vector512<double> LaneMask(int first, int count)
    {
        Vector512<long> lane = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7);
        Vector512<long> inside = Vector512.GreaterThanOrEqual(lane, Vector512.Create((long)first))
            & Vector512.LessThan(lane, Vector512.Create((long)(first + count)));
        return inside.AsDouble();
    }

    private static double* At(double* panel, nint stride, int row, int column) =>
        panel + (row / Lanes * stride) + ((nint)column * Lanes) + (row % Lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(
        double* panel, nint stride, int row, int column, ReadOnlySpan<double> values, int b, bool transposed)
    {
        (int rowStep, int columnStep) = transposed ? (1, b) : (b, 1);
        for (int i = 0; i < b; i++)
        {
            double* first = At(panel, stride, row + i, column);
            for (int j = 0; j < b; j++)
            {
                first[j * Lanes] += values[(i * rowStep) + (j * columnStep)];
            }
        }
    }
}
