namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Reads numbers of any width from bytes, least significant bit first; zeros follow the last byte.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _buffer;
    private int _buffered, _next;

    /// <summary>The next number of at most 64 bits.</summary>
    public ulong Read(int width) => width <= 32 ? ReadShort(width) : ReadShort(32) | ReadShort(width - 32) << 32;

    private ulong ReadShort(int width)
    {
        for (; _buffered < width; _buffered += 8)
        {
            _buffer |= (_next < _bytes.Length ? (ulong)_bytes[_next++] : 0) << _buffered;
        }
        ulong value = _buffer & ((1UL << width) - 1);
        _buffer >>= width;
        _buffered -= width;
        return value;
    }
}
