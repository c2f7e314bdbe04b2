namespace TiledFit.Data.Rasters;

/// <summary>
/// The five filters of PNG (9.2): each byte less a prediction from the bytes a (one pixel to the left), b (above) and
/// c (above a). Each row takes the filter with the least sum of absolute differences (12.8).
/// </summary>
internal sealed class PngRowFilter
{
    private readonly int _pixelBytes;
    private readonly byte[] _previous;
    private readonly byte[][] _filtered;

    /// <param name="rowBytes">Bytes in a row.</param>
    /// <param name="pixelBytes">Bytes in a pixel.</param>
    public PngRowFilter(int rowBytes, int pixelBytes)
    {
        _pixelBytes = pixelBytes;
        _previous = new byte[rowBytes];
        _filtered = [.. Enumerable.Range(0, 5).Select(type => new byte[rowBytes + 1])];
        for (byte type = 0; type < _filtered.Length; type++)
        {
            _filtered[type][0] = type;
        }
    }

    /// <summary>The filter's number and the filtered row; valid until the next call.</summary>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte a = i < _pixelBytes ? (byte)0 : row[i - _pixelBytes];
            byte b = _previous[i];
            byte c = i < _pixelBytes ? (byte)0 : _previous[i - _pixelBytes];
            _filtered[0][i + 1] = row[i];
            _filtered[1][i + 1] = (byte)(row[i] - a);
            _filtered[2][i + 1] = (byte)(row[i] - b);
            _filtered[3][i + 1] = (byte)(row[i] - (a + b) / 2);
            _filtered[4][i + 1] = (byte)(row[i] - Paeth(a, b, c));
        }

        row.CopyTo(_previous);
        return _filtered.MinBy(SumOfDifferences);
    }

    private static long SumOfDifferences(byte[] filtered)
    {
        long sum = 0;
        foreach (byte difference in filtered.AsSpan(1))
        {
            sum += Math.Abs((int)(sbyte)difference);
        }

        return sum;
    }

    /// <summary>Whichever of a, b, c is nearest to a + b − c, in this order (9.4).</summary>
    private static byte Paeth(byte a, byte b, byte c)
    {
        int toA = Math.Abs(b - c), toB = Math.Abs(a - c), toC = Math.Abs(a + b - 2 * c);
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
