using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The blocks of (H + diag(shift))⁻¹ = Z where H has blocks (Takahashi, Fagan &amp; Chen 1973; Erisman &amp; Tinney
/// 1975), front by front from the roots down. With the panel [L₁₁; L₂₁] of a front and Y = L₂₁·L₁₁⁻¹,
/// <code>
/// Z₁₂ = −Yᵀ·Z₂₂        Z₁₁ = L₁₁⁻ᵀ·L₁₁⁻¹ + Yᵀ·Z₂₂·Y
/// </code>
/// where Z₂₂ belongs to rows that the front's parent holds. Not for use by two threads at once.
/// </summary>
internal sealed unsafe class SelectedInversion
{
    private const int Lanes = PanelKernels.Lanes;

    private readonly BlockCholesky _cholesky = new();
    private readonly AlignedBuffer _inverse = new(), _negatedY = new(), _negatedZ12 = new();
    private readonly Stack<AlignedBuffer> _spare = [];
    private Open[] _open = [];

    /// <summary>Factors and inverts.</summary>
    /// <param name="matrix">H.</param>
    /// <param name="shift">Added to its diagonal.</param>
    /// <param name="inverse">Of the same pattern and block size; receives Z.</param>
    /// <param name="cancellation">Looked at before each front.</param>
    /// <returns>False when H + diag(shift) is not positive definite.</returns>
    public bool TryInvert(
        BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift, BlockSymmetricMatrix inverse,
        CancellationToken cancellation = default)
    {
        if (!_cholesky.TryFactor(matrix, shift, cancellation))
        {
            return false;
        }

        SymbolicCholesky analysis = _cholesky.Analyze(matrix.Pattern, matrix.BlockSize);
        int[] parents = Parents(analysis.Fronts);
        _open = new Open[analysis.Fronts.Length];
        for (int f = analysis.Fronts.Length - 1; f >= 0; f--)
        {
            cancellation.ThrowIfCancellationRequested();
            Front front = analysis.Fronts[f];
            AlignedBuffer z = _spare.Count > 0 ? _spare.Pop() : new AlignedBuffer();
            z.Reserve((long)Height(front) * Height(front));
            new Span<double>(z.Pointer, checked(Height(front) * Height(front))).Clear();
            if (parents[f] >= 0)
            {
                Gather(front, z.Pointer, analysis.Fronts[parents[f]], _open[parents[f]].Z.Pointer, matrix.BlockSize);
                Release(parents[f]);
            }

            InvertFront(front, _cholesky.Factor + front.PanelOffset, z.Pointer);
            Extract(front, z.Pointer, analysis.Order, inverse);
            _open[f] = new Open(z, front.Children.Length + 1);
            Release(f);
        }

        GC.KeepAlive(_cholesky);
        return true;
    }

    private static int Height(Front front) => front.PaddedPivotCount + front.PaddedRowCount;

    private static int[] Parents(Front[] fronts)
    {
        var parents = new int[fronts.Length];
        Array.Fill(parents, -1);
        for (int f = 0; f < fronts.Length; f++)
        {
            Array.ForEach(fronts[f].Children, child => parents[child] = f);
        }

        return parents;
    }

    // Z of a front is needed until the last of its children has taken its part.
    private void Release(int f)
    {
        _open[f] = _open[f] with { Users = _open[f].Users - 1 };
        if (_open[f].Users == 0)
        {
            _spare.Push(_open[f].Z);
        }
    }

    private static double* At(double* panel, int columns, int row, int column) =>
        panel + (((nint)(row / Lanes) * columns + column) * Lanes) + (row % Lanes);

    // Where a row of a panel starts; its columns are a strip's lanes apart.
    private static nint RowOffset(int columns, int row) => (nint)(row / Lanes) * columns * Lanes + (row % Lanes);

    // Z₂₂ from the parent's pivots and rows.
    private static void Gather(Front front, double* z, Front parent, double* parentZ, int b)
    {
        int count = front.Rows.Length * b, pivots = front.PaddedPivotCount;
        var sources = new int[count];
        nint[] from = new nint[count], to = new nint[count];
        for (int k = 0; k < count; k++)
        {
            sources[k] = LocalRow(parent, front.Rows[k / b], b) + k % b;
            from[k] = RowOffset(Height(parent), sources[k]);
            to[k] = RowOffset(Height(front), pivots + k);
        }

        for (int column = 0; column < count; column++)
        {
            double* source = parentZ + ((nint)sources[column] * Lanes);
            double* target = z + ((nint)(pivots + column) * Lanes);
            for (int k = 0; k < count; k++)
            {
                target[to[k]] = source[from[k]];
            }
        }
    }

    private static int LocalRow(Front front, int row, int b) =>
        row < front.FirstColumn + front.ColumnCount
            ? (row - front.FirstColumn) * b
            : front.PaddedPivotCount + Array.BinarySearch(front.Rows, row) * b;

    private void InvertFront(Front front, double* panel, double* z)
    {
        int pivots = front.PaddedPivotCount, rows = front.PaddedRowCount, height = pivots + rows;
        int pivotStrips = pivots / Lanes, rowStrips = rows / Lanes;
        nint square = (nint)pivots * Lanes, wide = (nint)rows * Lanes, stride = (nint)height * Lanes;
        _inverse.Reserve((long)pivots * pivots);
        InvertTriangle(panel, _inverse.Pointer, pivots);
        Multiply(_inverse.Pointer, square, _inverse.Pointer, square, pivots, z, stride, pivotStrips, pivotStrips);
        Negate(z, stride, pivots, pivotStrips);
        if (rows == 0)
        {
            return;
        }

        _negatedY.Reserve((long)pivots * rows);
        _negatedZ12.Reserve((long)pivots * rows);
        new Span<double>(_negatedY.Pointer, pivots * rows).Clear();
        new Span<double>(_negatedZ12.Pointer, pivots * rows).Clear();
        double* z22 = At(z, height, pivots, pivots);
        Multiply(
            _inverse.Pointer, square, panel + (pivotStrips * square), square, pivots, _negatedY.Pointer, wide,
            pivotStrips, rowStrips);
        Multiply(
            _negatedY.Pointer, wide, z22, stride, rows, _negatedZ12.Pointer, wide, pivotStrips, rowStrips);
        Multiply(
            _negatedY.Pointer, wide, _negatedZ12.Pointer, wide, rows, z, stride, pivotStrips, pivotStrips);

        for (int strip = 0; strip < pivotStrips; strip++)
        {
            StoreNegated(
                _negatedZ12.Pointer + (strip * wide), rows, z + (strip * stride) + square, stride,
                z + (pivotStrips * stride) + ((nint)strip * Lanes * Lanes));
        }
    }

    // A strip of −Z₁₂ as Z₁₂ and, transposed, as Z₂₁.
    private static void StoreNegated(double* source, int rows, double* upper, nint stride, double* lower)
    {
        for (int row = 0; row < rows; row++, source += Lanes, upper += Lanes)
        {
            double* transposed = lower + (row / Lanes * stride) + (row % Lanes);
            for (int lane = 0; lane < Lanes; lane++)
            {
                upper[lane] = transposed[lane * Lanes] = -source[lane];
            }
        }
    }

    // X·L₁₁ᵀ = 1, hence X = L₁₁⁻ᵀ, tile by tile of columns; rows below the diagonal are zero.
    private static void InvertTriangle(double* panel, double* x, int pivots)
    {
        nint stride = (nint)pivots * Lanes;
        new Span<double>(x, checked(pivots * pivots)).Clear();
        for (int k = 0; k < pivots; k++)
        {
            *At(x, pivots, k, k) = 1;
        }

        for (int tile = 0; tile < pivots / Lanes; tile++)
        {
            double* row = panel + (tile * stride);
            double* column = x + ((nint)tile * Lanes * Lanes);
            PanelKernels.Update(x, stride, row, tile * Lanes, column, stride, Lanes, tile + 1);
            PanelKernels.SolveTile(row + ((nint)tile * Lanes * Lanes), column, stride, tile + 1);
        }
    }

    // C ← C − A·Bᵀ.
    private static void Multiply(
        double* a, nint aStride, double* b, nint bStride, int k, double* c, nint cStride, int aStrips, int bStrips)
    {
        for (int tile = 0; tile < bStrips; tile++)
        {
            PanelKernels.Update(
                a, aStride, b + (tile * bStride), k, c + ((nint)tile * Lanes * Lanes), cStride, Lanes, aStrips);
        }
    }

    private static void Negate(double* c, nint stride, int columns, int strips)
    {
        for (int strip = 0; strip < strips; strip++)
        {
            foreach (ref double value in new Span<double>(c + (strip * stride), columns * Lanes))
            {
                value = -value;
            }
        }
    }

    private static void Extract(Front front, double* z, ReadOnlySpan<int> order, BlockSymmetricMatrix inverse)
    {
        int b = inverse.BlockSize, height = Height(front);
        for (int column = 0; column < front.ColumnCount; column++)
        {
            int block = order[front.FirstColumn + column];
            CopyBlock(z, height, column * b, column * b, inverse.Diagonal.AsSpan(block * b * b, b * b), b, false);
        }

        foreach (FrontEntry entry in front.Entries)
        {
            CopyBlock(
                z, height, entry.Row, entry.Column, inverse.Lower.AsSpan(entry.Block * b * b, b * b), b,
                entry.Transposed);
        }
    }

    private static void CopyBlock(
        double* z, int height, int row, int column, Span<double> block, int b, bool transposed)
    {
        for (int i = 0; i < b; i++)
        {
            for (int j = 0; j < b; j++)
            {
                block[transposed ? j * b + i : i * b + j] = *At(z, height, row + i, column + j);
            }
        }
    }

    /// <summary>A front's Z and how many still need it.</summary>
    private readonly record struct Open(AlignedBuffer Z, int Users);
}
