namespace TiledFit.Data.Catalogs;

/// <summary>Splits a line of CSV (RFC 4180, without line breaks within fields).</summary>
internal static class CsvField
{
    /// <summary>The next field, without quotes and outer blanks.</summary>
    /// <param name="rest">What is left of the line; moves past the field and its comma.</param>
    /// <param name="more">Whether a comma, and so another field, follows.</param>
    /// <remarks>Doubled quotes within a quoted field stay doubled: no name or number has them.</remarks>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out bool more)
    {
        int comma = EndOfField(rest);
        more = comma >= 0;
        ReadOnlySpan<byte> field = (more ? rest[..comma] : rest).Trim(" \t"u8);
        rest = more ? rest[(comma + 1)..] : [];
        return field is [(byte)'"', .., (byte)'"'] ? field[1..^1] : field;
    }

    private static int EndOfField(ReadOnlySpan<byte> rest)
    {
        int next = rest.IndexOfAny((byte)',', (byte)'"');
        if (next < 0 || rest[next] == (byte)',')
        {
            return next;
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
        return -1;
    }
}
