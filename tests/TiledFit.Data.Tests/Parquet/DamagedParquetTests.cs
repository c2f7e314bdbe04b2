using TiledFit.Core;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Whatever the bytes, the reader gives columns or one clear line.</summary>
public sealed class DamagedParquetTests
{
    private static readonly ParquetColumn[] Columns =
    [
        new("id", ParquetType.Int64), new("x", ParquetType.Double), new("snr", ParquetType.Double, Nullable: true),
        new("status", ParquetType.String), new("bbox.xmin", ParquetType.Double),
    ];

    [Fact]
    public void OtherFilesAreNamedAsSuch()
    {
        AssertRefused([], "not a Parquet file");
        AssertRefused([.. "PAR1"u8], "not a Parquet file");
        AssertRefused("amplitude,x,y,chol_11,chol_21,chol_22\n"u8.ToArray(), "not a Parquet file");
        AssertRefused([.. "PAR1"u8, 0, 0, 0, 0, .. "PARE"u8], "encryption");
    }

    [Fact]
    public void FooterLongerThanTheFileIsRefused()
    {
        AssertRefused([.. "PAR1"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8], "footer claims 2147483647 bytes");
    }

    [Fact]
    public void MoreRowsThanTheFileCanHoldAreRefused()
    {
        // A column of nulls takes three bytes for any number of rows: definition levels of one run, no values.
        ReadAll(Nulls(1 << 20, "snr"));
        AssertRefused(Nulls((1 << 20) + 1, "snr"), "1048577 rows in a file of");
    }

    [Fact]
    public void NamesThatManyColumnsWouldRepeatAreRefused()
    {
        string group = new('g', 900);
        ReadAll(Nulls(1, $"{group}.a"));
        AssertRefused(Nulls(1, $"{group}.a", $"{group}.{new string('b', 100)}"), "a column name of 1001 characters");
    }

    [Fact]
    public void FileCutAnywhereIsRefused()
    {
        byte[] bytes = File(ParquetCompression.Uncompressed);
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.Throws<InputException>(() => ReadAll(cut));
        }
    }

    [Theory]
    [InlineData((int)ParquetCompression.Uncompressed)]
    [InlineData((int)ParquetCompression.Gzip)]
    public void ChangedBytesGiveValuesOrAnInputException(int compression)
    {
        byte[] bytes = File((ParquetCompression)compression);
        var random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] changed = [.. bytes];
            for (int change = 0; change <= trial % 3; change++)
            {
                changed[random.Next(changed.Length)] = (byte)(trial % 2 == 0 ? random.Next(256) : 0xFF);
            }
            refused += IsRefused(changed) ? 1 : 0;
        }
        // Most single changes hit data or names, which only gzip's check sum guards.
        Assert.InRange(refused, 1000, 20_000);
    }

    private static byte[] Nulls(int rows, params string[] names)
    {
        var stream = new MemoryStream();
        using (IParquetTableWriter writer = new BuiltInParquetCodec().Create(
            stream, [.. names.Select(name => new ParquetColumn(name, ParquetType.Double, Nullable: true))],
            new Dictionary<string, string>()))
        {
            writer.WriteRowGroup([.. names.Select(_ => new double?[rows])]);
        }
        return stream.ToArray();
    }

    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            ReadAll(bytes);
            return false;
        }
        catch (InputException)
        {
            return true;
        }
    }

    private static void AssertRefused(byte[] bytes, string words)
    {
        string message = Assert.Throws<InputException>(() => ReadAll(bytes)).Message;
        Assert.Contains(words, message);
        Assert.DoesNotContain('\n', message);
    }

    private static void ReadAll(byte[] bytes)
    {
        using IParquetTableReader table = new BuiltInParquetCodec().Open(new MemoryStream(bytes));
        for (int group = 0; group < table.RowGroupCount; group++)
        {
            for (int column = 0; column < table.Columns.Count; column++)
            {
                table.ReadColumn(group, column);
            }
        }
    }

    private static T[] Of<T>(Func<int, T> value) => [.. Enumerable.Range(0, 40).Select(value)];

    private static byte[] File(ParquetCompression compression)
    {
        var stream = new MemoryStream();
        using (IParquetTableWriter writer = new BuiltInParquetCodec(compression).Create(
            stream, Columns, new Dictionary<string, string> { ["key"] = "value" }))
        {
            // Regular enough for gzip to pay.
            writer.WriteRowGroup(
            [
                Of(i => (long)i), Of(i => i / 2.0), Of(i => i % 2 == 0 ? (double?)null : 1),
                Of(i => i % 3 == 0 ? "settled" : "active"), Of(_ => 1.0),
            ]);
        }
        return stream.ToArray();
    }
}
