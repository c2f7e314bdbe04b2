using System.Buffers.Binary;

namespace TiledFit.Fuzz;

/// <summary>Changes bytes at random: the same input for the same seed and number.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, int seed)
{
    private const int LongestInsert = 64, LongestRepeat = 4096;

    private static readonly long[] Interesting =
    [
        0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 65536, 1 << 20, 1 << 24, int.MaxValue, int.MinValue, 1L << 31,
        (1L << 32) - 1, 1L << 40, long.MaxValue, long.MinValue,
    ];

    private static readonly string[] Texts =
    [
        "99999999999999999999", "-1", "1e999", "NaN", "-0", "0x7fffffff", "\"", "'", "{", "[", "(((((((", "\\u0000",
        "\\ud800", "null", ",", ",,,,", "\n", "\r", "\0", "ÿ", "True", "1e-324", "9223372036854775807", "2147483648",
    ];

    /// <summary>The input of a number.</summary>
    public byte[] Make(int index)
    {
        // SplitMix64's finaliser, so that neighbouring numbers share no stream (Steele, Lea & Flood 2014, figure 17).
        ulong z = ((ulong)(uint)seed << 32 | (uint)index) + 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        var random = new Random((int)(z ^ z >> 31));
        List<byte> bytes = [.. corpus[random.Next(corpus.Count)]];
        do
        {
            Change(bytes, random);
        }
        while (random.Next(3) == 0);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(20))
        {
            case 0 or 1: Overwrite(bytes, at, [(byte)random.Next(256)]); break;
            case 2 or 3: FlipBit(bytes, at, random); break;
            case 4 or 5: Overwrite(bytes, at, Number(random)); break;
            case 6 or 7 or 8: Overwrite(bytes, at, Varint(random)); break;
            case 9 or 10: bytes.InsertRange(at, Text(random)); break;
            case 11 or 12 or 13: ReplaceNumber(bytes, at, random); break;
            case 14: bytes.RemoveRange(at, random.Next(bytes.Count - at + 1)); break;
            case 15 or 16: Cut(bytes, at, random); break;
            case 17 or 18: bytes.InsertRange(at, Splice(random)); break;
            default: Repeat(bytes, at, random); break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] by)
    {
        for (int i = 0; i < by.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = by[i];
        }
    }

    private static void FlipBit(List<byte> bytes, int at, Random random) =>
        Overwrite(bytes, at, [(byte)((at < bytes.Count ? bytes[at] : 0) ^ 1 << random.Next(8))]);

    private static byte[] Number(Random random)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Interesting[random.Next(Interesting.Length)]);
        return number[..(1 << random.Next(4))];
    }

    /// <summary>As Thrift and Parquet write whole numbers: seven bits a byte.</summary>
    private static byte[] Varint(Random random)
    {
        var bytes = new List<byte>();
        ulong value = (ulong)Interesting[random.Next(Interesting.Length)];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Text(Random random) => System.Text.Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);

    /// <summary>Another number in the place of the next one that is written in digits.</summary>
    private static void ReplaceNumber(List<byte> bytes, int at, Random random)
    {
        int start = bytes.FindIndex(at, character => char.IsAsciiDigit((char)character));
        if (start >= 0)
        {
            int end = bytes.FindIndex(start, character => !char.IsAsciiDigit((char)character));
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            long number = Interesting[random.Next(Interesting.Length)];
            bytes.InsertRange(start, System.Text.Encoding.ASCII.GetBytes($"{number}"));
        }
    }

    private static void Cut(List<byte> bytes, int at, Random random) =>
        bytes.RemoveRange(at, Math.Min(random.Next(LongestInsert), bytes.Count - at));

    /// <summary>A piece of another input.</summary>
    private byte[] Splice(Random random)
    {
        byte[] other = corpus[random.Next(corpus.Count)];
        int from = random.Next(other.Length + 1);
        return other[from..Math.Min(other.Length, from + random.Next(LongestInsert))];
    }

    /// <summary>A piece many times over.</summary>
    private static void Repeat(List<byte> bytes, int at, Random random)
    {
        byte[] piece = [.. bytes.Skip(at).Take(random.Next(1, LongestInsert))];
        for (int length = 0; piece.Length > 0 && length < random.Next(LongestRepeat); length += piece.Length)
        {
            bytes.InsertRange(at, piece);
        }
    }
}
