namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// One supernode of the factor: consecutive block columns that share their rows below. Its panel holds the pivot rows,
/// padded to a multiple of eight, then the rows below, padded likewise; its update matrix is square over the latter.
/// </summary>
internal sealed class Front
{
    /// <summary>A supernode over blocks of <paramref name="blockSize"/> parameters.</summary>
    public Front(int firstColumn, int columnCount, int[] rows, int[] children, int blockSize)
    {
        FirstColumn = firstColumn;
        ColumnCount = columnCount;
        Rows = rows;
        Children = children;
        PivotCount = columnCount * blockSize;
        RowCount = rows.Length * blockSize;
    }

    /// <summary>The first block column, in the elimination order.</summary>
    public int FirstColumn { get; }

    /// <summary>Number of block columns.</summary>
    public int ColumnCount { get; }

    /// <summary>The block rows below the pivots, in the elimination order, ascending.</summary>
    public int[] Rows { get; }

    /// <summary>The fronts whose update matrices this one assembles.</summary>
    public int[] Children { get; }

    /// <summary>Scalar pivot columns.</summary>
    public int PivotCount { get; }

    /// <summary>Scalar rows below the pivots.</summary>
    public int RowCount { get; }

    /// <summary>Pivot columns rounded up to full vectors.</summary>
    public int PaddedPivotCount => Pad(PivotCount);

    /// <summary>Rows below the pivots rounded up to full vectors.</summary>
    public int PaddedRowCount => Pad(RowCount);

    /// <summary>Doubles in the panel.</summary>
    public long PanelLength => (long)PaddedPivotCount * (PaddedPivotCount + PaddedRowCount);

    /// <summary>Doubles in the update matrix.</summary>
    public long UpdateLength => (long)PaddedRowCount * PaddedRowCount;

    /// <summary>Where the panel starts in the factor.</summary>
    public long PanelOffset { get; set; }

    /// <summary>Which of the two stacks holds the update matrix: the depth in the tree, modulo two.</summary>
    public int Stack { get; set; }

    /// <summary>Where the update matrix starts in its stack.</summary>
    public long UpdateOffset { get; set; }

    /// <summary>The blocks of the matrix that enter this panel.</summary>
    public FrontEntry[] Entries { get; set; } = [];

    /// <summary>Where the rows of the update matrix lie in the parent's panel.</summary>
    public RowRun[] ParentRuns { get; set; } = [];

    /// <summary>Multiplications and additions to eliminate the pivots: Σ (rows left)².</summary>
    public double Flops
    {
        get
        {
            double c = PivotCount, m = PivotCount + RowCount;
            return (c * m * m) - (m * c * (c - 1)) + ((c - 1) * c * ((2 * c) - 1) / 6);
        }
    }

    /// <summary>Rounds up to a multiple of eight, the lanes of a vector.</summary>
    public static int Pad(int count) => (count + 7) & ~7;
}
