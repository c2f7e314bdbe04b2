using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Incomplete block Cholesky factorisation without fill, IC(0) (Meijerink &amp; van der Vorst 1977; Saad 2003, §10.3),
/// as a preconditioner. A pivot block that fails restarts it on A + α·diag(A) with a growing α (Manteuffel 1980); past
/// the last α only the diagonal blocks are kept (block Jacobi).
/// </summary>
internal sealed unsafe class IncompleteBlockCholesky
{
    private const double PivotTolerance = 1e-10;

    private static readonly double[] DiagonalShifts = [0, 0.01, 0.04, 0.16, 0.64];

    private readonly LaneBlockMatrix _factor;
    private readonly AlignedBuffer _work = new();
    private readonly double[] _dense;
    private bool _diagonalOnly;

    /// <summary>A preconditioner for matrices of blocks of the given size.</summary>
    public IncompleteBlockCholesky(int blockSize)
    {
        _factor = new LaneBlockMatrix(blockSize);
        _work.Reserve(_factor.Height + (blockSize * LaneKernels.Lanes));
        _dense = new double[blockSize * blockSize];
    }

    /// <summary>
    /// Factors <paramref name="matrix"/>; false when a diagonal block alone is not positive definite.
    /// </summary>
    public bool TryFactor(LaneBlockMatrix matrix, CancellationToken cancellation)
    {
        _factor.Reset(matrix.Pattern);
        _diagonalOnly = false;
        foreach (double shift in DiagonalShifts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryFactor(matrix, shift))
            {
                return true;
            }
        }

        _diagonalOnly = true;
        return TryFactor(matrix, 0);
    }

    /// <summary>Solves L·Lᵀ·z = r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(double* r, double* z)
    {
        new Span<double>(r, _factor.VectorLength).CopyTo(new Span<double>(z, _factor.VectorLength));
        if (_factor.BlockSize == SixLaneKernels.BlockSize)
        {
            SolveSixes(z);
            return;
        }

        for (int column = 0; column < _factor.Pattern.BlockCount; column++)
        {
            Forward(column, z);
        }

        for (int column = _factor.Pattern.BlockCount - 1; column >= 0; column--)
        {
            Backward(column, z);
        }
    }

    private void SolveSixes(double* z)
    {
        fixed (int* rows = _factor.Pattern.RowIndices)
        {
            for (int column = 0; column < _factor.Pattern.BlockCount; column++)
            {
                int first = FirstEntry(column), count = EndEntry(column) - first;
                SixLaneKernels.Forward(
                    _factor.Diagonal(column), _factor.Lower(first), rows + first, count, column, z);
            }

            for (int column = _factor.Pattern.BlockCount - 1; column >= 0; column--)
            {
                int first = FirstEntry(column), count = EndEntry(column) - first;
                SixLaneKernels.Backward(
                    _factor.Diagonal(column), _factor.Lower(first), rows + first, count, column, z);
            }
        }
    }

    /// <summary>y_j = L_jj⁻¹·z_j, then z_i −= L_ij·y_j.</summary>
    private void Forward(int column, double* z)
    {
        int b = _factor.BlockSize, height = _factor.Height;
        double* own = z + ((nint)column * height), y = _work.Pointer;
        new Span<double>(y, height).Clear();
        LaneKernels.MultiplyAdd(_factor.Diagonal(column), b, height, own, y);
        for (int i = 0; i < height; i++)
        {
            own[i] = y[i];
            y[i] = -y[i];
        }

        for (int k = FirstEntry(column); k < EndEntry(column); k++)
        {
            nint row = (nint)_factor.Pattern.RowIndices[k] * height;
            LaneKernels.MultiplyAdd(_factor.Lower(k), b, height, y, z + row);
        }
    }

    /// <summary>x_j = L_jj⁻ᵀ·(z_j − Σ L_ijᵀ·x_i).</summary>
    private void Backward(int column, double* z)
    {
        int b = _factor.BlockSize, height = _factor.Height;
        double* own = z + ((nint)column * height), sums = _work.Pointer + height;
        LaneKernels.Clear(sums, b);
        for (int k = FirstEntry(column); k < EndEntry(column); k++)
        {
            nint row = (nint)_factor.Pattern.RowIndices[k] * height;
            LaneKernels.MultiplyTransposedAdd(_factor.Lower(k), b, height, z + row, sums);
        }

        LaneKernels.AddSums(sums, b, -1, own);
        LaneKernels.Clear(sums, b);
        LaneKernels.MultiplyTransposedAdd(_factor.Diagonal(column), b, height, own, sums);
        new Span<double>(own, b).Clear();
        LaneKernels.AddSums(sums, b, 1, own);
    }

    private int FirstEntry(int column) => _factor.Pattern.ColumnPointers[column];

    private int EndEntry(int column) => _diagonalOnly ? FirstEntry(column) : _factor.Pattern.ColumnPointers[column + 1];

    /// <summary>Factors A + α·diag(A) in place of what was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFactor(LaneBlockMatrix matrix, double shift)
    {
        _factor.Copy(matrix);
        _factor.ScaleDiagonal(1 + shift);
        for (int column = 0; column < _factor.Pattern.BlockCount; column++)
        {
            if (!TryInvertFactor(_factor.Diagonal(column), matrix.Diagonal(column)))
            {
                return false;
            }

            ScaleColumn(column);
            for (int k = FirstEntry(column); k < EndEntry(column); k++)
            {
                UpdateColumn(_factor.Pattern.RowIndices[k], _factor.Lower(k), k, EndEntry(column));
            }
        }

        return true;
    }

    /// <summary>L_ij = A_ij·L_jj⁻ᵀ.</summary>
    private void ScaleColumn(int column)
    {
        for (int k = FirstEntry(column); k < EndEntry(column); k++)
        {
            LaneKernels.MultiplyTransposedTriangle(
                _factor.Lower(k), _factor.Diagonal(column), _factor.BlockSize, _factor.Height);
        }
    }

    /// <summary>A_ij −= L_ik·L_jkᵀ in column j for the rows i that the pattern has there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateColumn(int target, double* pivotRow, int first, int end)
    {
        int b = _factor.BlockSize, height = _factor.Height;
        LaneKernels.SubtractProduct(pivotRow, pivotRow, b, height, _factor.Diagonal(target));
        int[] rows = _factor.Pattern.RowIndices;
        int entry = FirstEntry(target), last = EndEntry(target);
        for (int k = first + 1; k < end; k++)
        {
            while (entry < last && rows[entry] < rows[k])
            {
                entry++;
            }

            if (entry < last && rows[entry] == rows[k])
            {
                LaneKernels.SubtractProduct(_factor.Lower(k), pivotRow, b, height, _factor.Lower(entry));
            }
        }
    }

    /// <summary>Replaces a diagonal block L·Lᵀ by L⁻¹; its pivots are judged by the block it was in A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryInvertFactor(double* block, double* original)
    {
        int b = _factor.BlockSize, height = _factor.Height;
        for (int j = 0; j < b; j++)
        {
            double pivot = block[(j * height) + j];
            for (int k = 0; k < j; k++)
            {
                pivot = Math.FusedMultiplyAdd(-_dense[(j * b) + k], _dense[(j * b) + k], pivot);
            }

            double diagonal = original[(j * height) + j];
            if (!(diagonal > 0) || !(pivot > PivotTolerance * diagonal) || double.IsInfinity(pivot))
            {
                return false;
            }

            double reciprocal = 1 / Math.Sqrt(pivot);
            _dense[(j * b) + j] = reciprocal;
            for (int i = j + 1; i < b; i++)
            {
                double sum = block[(j * height) + i];
                for (int k = 0; k < j; k++)
                {
                    sum = Math.FusedMultiplyAdd(-_dense[(i * b) + k], _dense[(j * b) + k], sum);
                }

                _dense[(i * b) + j] = sum * reciprocal;
            }
        }

        InvertTriangle(block);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InvertTriangle(double* block)
    {
        int b = _factor.BlockSize, height = _factor.Height;
        new Span<double>(block, _factor.BlockLength).Clear();
        for (int column = 0; column < b; column++)
        {
            double* inverse = block + (column * height);
            inverse[column] = _dense[(column * b) + column];
            for (int row = column + 1; row < b; row++)
            {
                double sum = 0;
                for (int k = column; k < row; k++)
                {
                    sum = Math.FusedMultiplyAdd(-_dense[(row * b) + k], inverse[k], sum);
                }

                inverse[row] = sum * _dense[(row * b) + row];
            }
        }
    }
}
