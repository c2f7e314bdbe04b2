using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Turns a column's array into the body of a v1 data page and its statistics.</summary>
internal static class ColumnEncoder
{
    /// <summary>Longer texts are not worth their place in the footer.</summary>
    private const int MaxStatisticsBytes = 64;

    /// <exception cref="ArgumentException">The array is not of the column's type, or a required value is null.
    /// </exception>
    public static EncodedColumn Encode(ParquetColumn column, Array values) => (column.Type, column.Nullable, values)
        switch
    {
        (ParquetType.Int32, false, int[] numbers) => EncodeNumbers(numbers, Required, Range),
        (ParquetType.Int32, true, int?[] numbers) => EncodeNumbers(Dense(numbers), Presence(numbers), Range),
        (ParquetType.Int64, false, long[] numbers) => EncodeNumbers(numbers, Required, Range),
        (ParquetType.Int64, true, long?[] numbers) => EncodeNumbers(Dense(numbers), Presence(numbers), Range),
        (ParquetType.Double, false, double[] numbers) => EncodeNumbers(numbers, Required, RangeOfDoubles),
        (ParquetType.Double, true, double?[] numbers) =>
            EncodeNumbers(Dense(numbers), Presence(numbers), RangeOfDoubles),
        (ParquetType.String, _, string?[] texts) =>
            EncodeBytes(column, Array.ConvertAll(texts, text => text is null ? null : Encoding.UTF8.GetBytes(text))),
        (ParquetType.Binary, _, byte[]?[] items) => EncodeBytes(column, items),
        _ => throw new ArgumentException(
            $"Column '{column.Name}' ({column.Type}, nullable: {column.Nullable}) cannot hold a {values.GetType()}."),
    };

    private delegate (T Min, T Max)? RangeOf<T>(ReadOnlySpan<T> values);

    private static ReadOnlySpan<bool> Required => [];

    private static EncodedColumn EncodeNumbers<T>(T[] dense, ReadOnlySpan<bool> present, RangeOf<T> rangeOf)
        where T : unmanaged
    {
        int nullCount = present.Length == 0 ? 0 : present.Length - dense.Length;
        var statistics = rangeOf(dense) is { } range
            ? new ColumnStatistics(nullCount, Bytes(range.Min), Bytes(range.Max))
            : new ColumnStatistics(nullCount, null, null);
        return new EncodedColumn(Body(present, MemoryMarshal.AsBytes<T>(dense)), statistics);
    }

    private static EncodedColumn EncodeBytes(ParquetColumn column, byte[]?[] items)
    {
        bool[] present = Array.ConvertAll(items, item => item is not null);
        int nullCount = present.Count(isPresent => !isPresent);
        if (nullCount > 0 && !column.Nullable)
        {
            throw new ArgumentException($"Column '{column.Name}' is required and holds null.");
        }
        byte[][] dense = items.OfType<byte[]>().ToArray();
        byte[] plain = new byte[dense.Sum(item => 4 + item.Length)];
        int position = 0;
        foreach (byte[] item in dense)
        {
            BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(position), item.Length);
            item.CopyTo(plain, position + 4);
            position += 4 + item.Length;
        }
        return new EncodedColumn(
            Body(column.Nullable ? present : [], plain),
            column.Type == ParquetType.String ? TextStatistics(nullCount, dense) : new(nullCount, null, null));
    }

    /// <summary>Definition levels with their length, where the column is nullable, and the values.</summary>
    private static byte[] Body(ReadOnlySpan<bool> present, ReadOnlySpan<byte> values)
    {
        if (present.IsEmpty)
        {
            return values.ToArray();
        }
        byte[] levels = RunLengthHybrid.EncodePresence(present);
        byte[] body = new byte[checked(4 + levels.Length + values.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(body, levels.Length);
        levels.CopyTo(body, 4);
        values.CopyTo(body.AsSpan(4 + levels.Length));
        return body;
    }

    private static (T Min, T Max)? Range<T>(ReadOnlySpan<T> values)
        where T : struct, IComparable<T>
    {
        if (values.IsEmpty)
        {
            return null;
        }
        (T min, T max) = (values[0], values[0]);
        foreach (T value in values)
        {
            min = value.CompareTo(min) < 0 ? value : min;
            max = value.CompareTo(max) > 0 ? value : max;
        }
        return (min, max);
    }

    /// <summary>NaN takes no part, and a zero bound is −0 below and +0 above (parquet.thrift, ColumnOrder).</summary>
    private static (double Min, double Max)? RangeOfDoubles(ReadOnlySpan<double> values)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (double value in values)
        {
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        return min > max ? null : (min == 0 ? -0.0 : min, max == 0 ? 0.0 : max);
    }

    private static ColumnStatistics TextStatistics(int nullCount, byte[][] dense)
    {
        if (dense.Length == 0)
        {
            return new ColumnStatistics(nullCount, null, null);
        }
        (byte[] min, byte[] max) = (dense[0], dense[0]);
        foreach (byte[] text in dense)
        {
            min = text.AsSpan().SequenceCompareTo(min) < 0 ? text : min;
            max = text.AsSpan().SequenceCompareTo(max) > 0 ? text : max;
        }
        bool isShort = Math.Max(min.Length, max.Length) <= MaxStatisticsBytes;
        return isShort ? new(nullCount, min, max) : new(nullCount, null, null);
    }

    private static bool[] Presence<T>(T?[] values)
        where T : struct => Array.ConvertAll(values, value => value.HasValue);

    private static T[] Dense<T>(T?[] values)
        where T : struct => values.OfType<T>().ToArray();

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
