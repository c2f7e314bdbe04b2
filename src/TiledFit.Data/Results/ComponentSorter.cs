using System.Runtime.InteropServices;

namespace TiledFit.Data.Results;

/// <summary>
/// Puts rows into <see cref="ComponentOrder"/>, however many: sorted runs that fit into memory go to a scratch file and
/// are merged when they are read (Knuth, The Art of Computer Programming 3, §5.4.1).
/// </summary>
/// <remarks>Rows may be added from several threads; reading begins when all have been added, and may be repeated.
/// </remarks>
public sealed class ComponentSorter : IDisposable
{
    private const int MergeRows = 1024;

    private readonly int _runRows;
    private readonly Func<Stream> _createScratch;
    private readonly Lock _lock = new();
    private readonly List<ComponentRow> _rows = [];
    private readonly List<(long First, long Count)> _runs = [];
    private Stream? _scratch;

    /// <summary>A sorter without rows.</summary>
    /// <param name="runRows">Most rows to hold in memory.</param>
    /// <param name="createScratch">Makes the file for the runs, which goes when it is closed; called when more than
    /// <paramref name="runRows"/> rows have come.</param>
    public ComponentSorter(int runRows, Func<Stream> createScratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runRows, 1);
        _runRows = runRows;
        _createScratch = createScratch;
    }

    /// <summary>Rows of a group of <c>components/*.parquet</c>, which are in memory together when it is written.
    /// </summary>
    public const int RowGroupRows = ComponentTable.RowGroupRows;

    /// <summary>Bytes that a row takes, in memory and in the scratch file.</summary>
    public static int RowBytes { get; } = MemoryMarshal.AsBytes(new ComponentRow[1].AsSpan()).Length;

    /// <summary>Adds rows.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Add(IEnumerable<ComponentRow> rows)
    {
        lock (_lock)
        {
            foreach (ComponentRow row in rows)
            {
                if (_rows.Count == _runRows)
                {
                    WriteRun();
                }
                else if (_rows.Count == _rows.Capacity)
                {
                    _rows.EnsureCapacity((int)Math.Min(_runRows, 1024 + 2L * _rows.Count));
                }

                _rows.Add(row);
            }
        }
    }

    /// <summary>All rows in their order.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public IEnumerable<ComponentRow> Sorted()
    {
        ComponentOrder.SortInPlace(CollectionsMarshal.AsSpan(_rows));
        return _runs.Count == 0 ? _rows : Merge([.. _runs.Select(run => ReadRun(run.First, run.Count)), _rows]);
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch?.Dispose();

    private void WriteRun()
    {
        _scratch ??= _createScratch();
        _runs.Add((_scratch.Length / RowBytes, _rows.Count));
        Span<ComponentRow> run = CollectionsMarshal.AsSpan(_rows);
        ComponentOrder.SortInPlace(run);
        _scratch.Position = _scratch.Length;
        _scratch.Write(MemoryMarshal.AsBytes(run));
        _rows.Clear();
    }

    private IEnumerable<ComponentRow> ReadRun(long first, long count)
    {
        for (long done = 0; done < count; done += MergeRows)
        {
            var rows = new ComponentRow[Math.Min(MergeRows, count - done)];
            _scratch!.Position = (first + done) * RowBytes;
            _scratch.ReadExactly(MemoryMarshal.AsBytes(rows.AsSpan()));
            foreach (ComponentRow row in rows)
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<ComponentRow> Merge(IEnumerable<ComponentRow>[] runs)
    {
        var next = new PriorityQueue<IEnumerator<ComponentRow>, (ulong Curve, long Id)>();
        foreach (IEnumerator<ComponentRow> run in runs.Select(run => run.GetEnumerator()))
        {
            Advance(run);
        }

        while (next.TryDequeue(out IEnumerator<ComponentRow>? run, out _))
        {
            yield return run.Current;
            Advance(run);
        }

        void Advance(IEnumerator<ComponentRow> run)
        {
            if (run.MoveNext())
            {
                next.Enqueue(run, ComponentOrder.KeyOf(run.Current));
            }
            else
            {
                run.Dispose();
            }
        }
    }
}
