using System.Runtime.InteropServices;

namespace TiledFit.Core.Kernels;

/// <summary>Doubles outside the managed heap, aligned to 64 bytes, so that no eight-lane load straddles a line.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Alignment = 64;
    private nuint _capacity;

    public double* Pointer { get; private set; }

    /// <summary>Makes room for at least <paramref name="length"/> doubles; the content is undefined afterwards.</summary>
    public void EnsureCapacity(long length)
    {
        nuint wanted = checked((nuint)length);
        if (wanted <= _capacity)
        {
            return;
        }

        NativeMemory.AlignedFree(Pointer);
        Pointer = (double*)NativeMemory.AlignedAlloc(wanted * sizeof(double), Alignment);
        _capacity = wanted;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~AlignedBuffer() => Release();

    private void Release()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        _capacity = 0;
    }
}
