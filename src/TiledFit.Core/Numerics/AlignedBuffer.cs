using System.Runtime.CompilerServices;

namespace TiledFit.Core.Numerics;

/// <summary>
/// Pinned doubles that start on a 64-byte boundary, with eight doubles of slack on either side so that a full vector
/// may be loaded at any element. Grows, never shrinks.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Slack = 8;
    private const int Alignment = 64;

    private double[] _storage = [];
    private long _length = -1;

    /// <summary>The first element.</summary>
    public double* Pointer { get; private set; }

    /// <summary>Makes room for <paramref name="count"/> doubles; what was there is lost if it must grow.</summary>
    public void Reserve(long count)
    {
        if (count <= _length)
        {
            return;
        }

        _storage = GC.AllocateArray<double>(checked((int)(count + (2 * Slack) + (Alignment / sizeof(double)))), true);
        nuint first = (nuint)Unsafe.AsPointer(ref _storage[Slack]);
        Pointer = (double*)((first + Alignment - 1) / Alignment * Alignment);
        _length = count;
    }
}
