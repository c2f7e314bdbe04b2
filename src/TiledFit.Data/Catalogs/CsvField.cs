namespace TiledFit.Data.Catalogs;

/// <summary>Splits a line of CSV (RFC 4180, without line breaks within fields).</summary>
internal static class CsvField
{
    /// <summary>Where the next field lies, without quotes and outer blanks.</summary>
    /// <param name="line">The line.</param>
    /// <param name="next">Where the field begins; moves past its comma, or past the line's end by one.</param>
    /// <remarks>Doubled quotes within a quoted field stay doubled: no name or number has them.</remarks>
    public static Range Next(ReadOnlySpan<byte> line, ref int next)
    {
        int start = next, end = start + Length(line[start..]);
        next = end + 1;
        while (start < end && IsBlank(line[start]))
        {
            start++;
        }

        while (end > start && IsBlank(line[end - 1]))
        {
            end--;
        }

        return line[start..end] is [(byte)'"', .., (byte)'"'] ? (start + 1)..(end - 1) : start..end;
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t';

    private static int Length(ReadOnlySpan<byte> rest)
    {
        int next = rest.IndexOfAny((byte)',', (byte)'"');
        if (next < 0 || rest[next] == (byte)',')
        {
            return next < 0 ? rest.Length : next;
        }

        bool isQuoted = false;
        for (int i = next; i < rest.Length; i++)
        {
            isQuoted ^= rest[i] == (byte)'"';
            if (rest[i] == (byte)',' && !isQuoted)
            {
                return i;
            }
        }

        return rest.Length;
    }
}
