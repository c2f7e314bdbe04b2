using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TiledFit.Engine.Journals;

/// <summary>Puts records one after the other into bytes of their exact length.</summary>
/// <param name="bytes">Where to.</param>
internal ref struct RecordWriter(Span<byte> bytes)
{
    private Span<byte> _rest = bytes;

    /// <summary>Writes a record.</summary>
    public void Write<T>(in T record)
        where T : unmanaged
    {
        MemoryMarshal.Write(_rest, record);
        _rest = _rest[Unsafe.SizeOf<T>()..];
    }
}
