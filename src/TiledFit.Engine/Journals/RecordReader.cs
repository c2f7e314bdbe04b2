using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TiledFit.Engine.Journals;

/// <summary>Takes records one after the other from bytes; what it allocates is bounded by their length.</summary>
/// <param name="bytes">Where from.</param>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The bytes end before it does.</exception>
    public T Read<T>()
        where T : unmanaged =>
        MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    /// <summary>Reads as many records as were announced.</summary>
    /// <exception cref="InvalidDataException">There are fewer, or the number is negative.</exception>
    public T[] Read<T>(int count)
        where T : unmanaged
    {
        ReadOnlySpan<byte> taken = Take((long)count * Unsafe.SizeOf<T>());
        var records = new T[count];
        taken.CopyTo(MemoryMarshal.AsBytes(records.AsSpan()));
        return records;
    }

    /// <summary>Reads records up to the end.</summary>
    /// <exception cref="InvalidDataException">The last one is cut short.</exception>
    public T[] ReadAll<T>()
        where T : unmanaged
    {
        T[] records = Read<T>(_rest.Length / Unsafe.SizeOf<T>());
        End();
        return records;
    }

    /// <summary>Checks that everything has been read.</summary>
    /// <exception cref="InvalidDataException">Bytes are left.</exception>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"{_rest.Length} bytes follow the last record");
        }
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > _rest.Length)
        {
            throw new InvalidDataException($"{length} bytes of records are announced and {_rest.Length} are there");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
