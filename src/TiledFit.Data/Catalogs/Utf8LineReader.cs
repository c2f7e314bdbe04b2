using TiledFit.Core;

namespace TiledFit.Data.Catalogs;

/// <summary>Reads lines of bytes, which end with LF or CR LF; a byte order mark is passed over.</summary>
internal sealed class Utf8LineReader(string path, Stream stream)
{
    private const int MaxLineLength = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end, _lineStart, _lineLength;

    /// <summary>Of the current line, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The current line without its end, valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>False at the end of the file.</summary>
    /// <exception cref="InputException">A line is longer than a mebibyte.</exception>
    public bool MoveNext()
    {
        int searched = 0;
        int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (length < 0)
        {
            searched = _end - _start;
            if (!Fill())
            {
                return MoveTo(searched, skip: 0, exists: searched > 0);
            }
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            length = found < 0 ? -1 : searched + found;
        }
        return MoveTo(length, skip: 1, exists: true);
    }

    private bool MoveTo(int length, int skip, bool exists)
    {
        (_lineStart, _lineLength) = (_start, length);
        _start += length + skip;
        LineNumber += exists ? 1 : 0;
        if (LineNumber == 1 && Current.StartsWith("\uFEFF"u8))
        {
            (_lineStart, _lineLength) = (_lineStart + 3, _lineLength - 3);
        }
        if (Current is [.., (byte)'\r'])
        {
            _lineLength--;
        }
        return exists;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= MaxLineLength)
            {
                throw new InputException(
                    $"{path}, line {LineNumber + 1}: longer than {MaxLineLength} bytes; this is no catalog");
            }
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
