using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>
/// What one codec writes, another reads: derive a class for each pair. A codec that this build lacks is null, and its
/// tests are skipped.
/// </summary>
public abstract class ParquetCodecPairTests(IParquetCodec? writer, IParquetCodec? reader)
{
    private static readonly ParquetColumn[] Columns =
    [
        new("int32", ParquetType.Int32),
        new("int64", ParquetType.Int64),
        new("double", ParquetType.Double),
        new("string", ParquetType.String),
        new("binary", ParquetType.Binary),
        new("bbox.xmin", ParquetType.Double),
        new("bbox.ymin", ParquetType.Double),
        new("int32_or_null", ParquetType.Int32, Nullable: true),
        new("int64_or_null", ParquetType.Int64, Nullable: true),
        new("double_or_null", ParquetType.Double, Nullable: true),
        new("string_or_null", ParquetType.String, Nullable: true),
        new("binary_or_null", ParquetType.Binary, Nullable: true),
        new("null", ParquetType.Double, Nullable: true),
    ];

    private static readonly Dictionary<string, string> Metadata = new()
    {
        ["units"] = """{"x":"px"}""",
        ["empty"] = "",
        ["letters"] = "äß€𝄞",
    };

    [SkippableFact]
    public void RowsOfSeveralGroupsComeBackBitByBit()
    {
        Array[][] groups = [Group(0, 1000), Group(1000, 1), Group(1001, 77)];
        using IParquetTableReader table = WriteAndOpen(Columns, groups);
        Assert.Equal(3, table.RowGroupCount);
        Assert.Equal(1078, table.RowCount);
        for (int group = 0; group < groups.Length; group++)
        {
            for (int column = 0; column < Columns.Length; column++)
            {
                AssertSame(groups[group][column], table.ReadColumn(group, column));
            }
        }
    }

    [SkippableFact]
    public void ColumnsAndMetadataComeBack()
    {
        using IParquetTableReader table = WriteAndOpen(Columns, [Group(0, 5)]);
        Assert.Equal(Columns.Select(column => column.Name), table.Columns.Select(column => column.Name));
        Assert.Equal(Columns.Select(column => column.Type), table.Columns.Select(column => column.Type));
        Assert.All(Metadata, pair => Assert.Equal(pair.Value, table.Metadata[pair.Key]));
    }

    [SkippableFact]
    public void ExtremeNumbersComeBackBitByBit()
    {
        double[] doubles =
        [
            0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue,
            -double.MaxValue, 1.0 / 3,
        ];
        long[] longs = [0, -1, 1, long.MinValue, long.MaxValue, 1L << 53, (1L << 53) + 1, int.MinValue, int.MaxValue];
        ParquetColumn[] columns = [new("double", ParquetType.Double), new("long", ParquetType.Int64)];
        using IParquetTableReader table = WriteAndOpen(columns, [[doubles, longs]]);
        AssertSame(doubles, table.ReadColumn(0, 0));
        AssertSame(longs, table.ReadColumn(0, 1));
    }

    [SkippableFact]
    public void TableWithoutRowsKeepsItsColumns()
    {
        using IParquetTableReader table = WriteAndOpen(Columns, []);
        Assert.Equal(0, table.RowCount);
        Assert.Equal(0, table.RowGroupCount);
        Assert.Equal(Columns.Length, table.Columns.Count);
    }

    private IParquetTableReader WriteAndOpen(ParquetColumn[] columns, Array[][] groups)
    {
        Skip.If(writer is null || reader is null, "this build lacks one of the two Parquet codecs");
        var stream = new MemoryStream();
        using (IParquetTableWriter table = writer.Create(stream, columns, Metadata))
        {
            foreach (Array[] group in groups)
            {
                table.WriteRowGroup(group);
            }
        }
        stream.Position = 0;
        return reader.Open(stream);
    }

    private static Array[] Group(int first, int count)
    {
        var indices = Enumerable.Range(first, count).ToArray();
        T[] Of<T>(Func<int, T> value) => Array.ConvertAll(indices, index => value(index));
        string Text(int i) => new string('ü', i % 3) + i;
        byte[] Bytes(int i) => [.. Enumerable.Range(0, i % 30).Select(k => (byte)(k * i))];
        return
        [
            Of(i => i * 7919 - 1000),
            Of(i => i * 1_000_000_007L * (i % 2 == 0 ? 1 : -1)),
            Of(i => Math.Sqrt(i) / 3),
            Of(Text),
            Of(Bytes),
            Of(i => -i / 7.0),
            Of(i => 1e300 * i),
            Of(i => i % 3 == 0 ? (int?)null : i),
            Of(i => i % 5 == 1 ? (long?)null : -i),
            Of(i => i % 2 == 0 ? (double?)null : i / 3.0),
            Of(i => i % 4 == 2 ? null : Text(i)),
            Of(i => i % 4 == 3 ? null : Bytes(i)),
            Of(_ => (double?)null),
        ];
    }

    private static void AssertSame(Array expected, Array actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(expected.Cast<object?>().Select(Bits), actual.Cast<object?>().Select(Bits));
    }

    /// <summary>So that −0 is not 0, and NaN is itself.</summary>
    private static object? Bits(object? value) => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => value,
    };
}
