using System.Text;
using TiledFit.Core;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Parquet;

public class ParquetNetCodecTests
{
    private static readonly ParquetColumn[] AllTypes =
    [
        new("id", ParquetType.Int64),
        new("tile", ParquetType.Int32),
        new("x", ParquetType.Double),
        new("name", ParquetType.String),
        new("geometry", ParquetType.Binary),
        new("bbox.xmin", ParquetType.Double),
        new("bbox.xmax", ParquetType.Double),
        new("id_or_null", ParquetType.Int64, Nullable: true),
        new("tile_or_null", ParquetType.Int32, Nullable: true),
        new("x_err", ParquetType.Double, Nullable: true),
        new("name_or_null", ParquetType.String, Nullable: true),
        new("blob_or_null", ParquetType.Binary, Nullable: true),
        new("group.err", ParquetType.Double, Nullable: true),
    ];

    private static readonly Array[] FirstGroup =
    [
        new[] { long.MinValue, -1L, long.MaxValue },
        new[] { int.MinValue, 0, int.MaxValue },
        new[] { double.Epsilon, -0.0, 1e308 },
        new[] { "", "λ_min ≥ 0", "a\0b" },
        new[] { Array.Empty<byte>(), [0, 255], [1] },
        new[] { 1.0, 2.0, 3.0 },
        new[] { 1.5, 2.5, 3.5 },
        new long?[] { null, 7, null },
        new int?[] { 1, null, 3 },
        new double?[] { null, null, null },
        new[] { null, "", "z" },
        new byte[]?[] { [], null, [9, 8] },
        new double?[] { 0.5, null, double.PositiveInfinity },
    ];

    [SkippableFact]
    public void EveryTypeComesBackAsItWasWritten()
    {
        using IParquetTableReader reader = WriteAndOpen(AllTypes, [FirstGroup]);

        Assert.Equal(AllTypes, reader.Columns);
        Assert.Equal(3, reader.RowCount);
        for (int i = 0; i < AllTypes.Length; i++)
        {
            Array read = reader.ReadColumn(0, i);
            Assert.IsType(FirstGroup[i].GetType(), read);
            Assert.Equal(FirstGroup[i].Cast<object?>(), read.Cast<object?>());
        }
    }

    [SkippableFact]
    public void RowGroupsKeepTheirOrderAndSize()
    {
        int[] sizes = [1, 70_000, 2];
        ParquetColumn[] columns = [new("id", ParquetType.Int64), new("err", ParquetType.Double, Nullable: true)];
        var groups = sizes.Select((size, group) => Rows(group * 1_000_000L, size)).ToList();
        using IParquetTableReader reader = WriteAndOpen(columns, [.. groups, Rows(0, 0)]);

        Assert.Equal(sizes.Length, reader.RowGroupCount);
        Assert.Equal(70_003, reader.RowCount);
        for (int group = 0; group < sizes.Length; group++)
        {
            Assert.Equal((long[])groups[group][0], (long[])reader.ReadColumn(group, 0));
            Assert.Equal((double?[])groups[group][1], (double?[])reader.ReadColumn(group, 1));
        }

        static Array[] Rows(long first, int count) =>
        [
            Enumerable.Range(0, count).Select(i => first + i).ToArray(),
            Enumerable.Range(0, count).Select(i => i % 3 == 0 ? null : (double?)(0.1 * i)).ToArray(),
        ];
    }

    [SkippableFact]
    public void MetadataComesBack()
    {
        var metadata = new Dictionary<string, string>
        {
            ["geo"] = "{\"version\":\"1.1.0\"}",
            ["unit"] = "px²",
            ["empty"] = "",
        };
        using IParquetTableReader reader = WriteAndOpen([new("a", ParquetType.Int32)], [[new[] { 1 }]], metadata);

        Assert.Equal(metadata, reader.Metadata);
    }

    [SkippableFact]
    public void ATableWithoutRowsKeepsItsColumns()
    {
        using IParquetTableReader reader = WriteAndOpen(AllTypes, []);

        Assert.Equal(AllTypes, reader.Columns);
        Assert.Equal(0, reader.RowCount);
        Assert.Equal(0, reader.RowGroupCount);
    }

    [SkippableFact]
    public void RowGroupsCarryStatistics()
    {
        ParquetColumn[] columns =
        [
            new("id", ParquetType.Int64),
            new("err", ParquetType.Double, Nullable: true),
            new("bbox.xmin", ParquetType.Double),
            new("status", ParquetType.String),
        ];
        Array[] first =
            [new[] { 5L, -3L, 9L }, new double?[] { null, 2.5, -1 }, new[] { 1.0, 2.0, 0.5 }, new[] { "b", "c", "a" }];
        Array[] second = [new[] { 11L }, new double?[] { 4 }, new[] { 7.0 }, new[] { "z" }];
        MemoryStream file = Write(Codec(), columns, [first, second], []);

        (object?, object?, long?)[][] expected =
        [
            [(-3L, 9L, 0), (-1.0, 2.5, 1), (0.5, 2.0, 0), ("a", "c", 0)],
            [(11L, 11L, 0), (4.0, 4.0, 0), (7.0, 7.0, 0), ("z", "z", 0)],
        ];
        Assert.Equal(expected, Statistics(file));
    }

    [SkippableTheory]
    [InlineData("g.a", "b", "g.c")]
    [InlineData("a", "b", "a")]
    public void ScatteredGroupsAndRepeatedNamesAreRefused(params string[] names)
    {
        IParquetCodec codec = Codec();
        ParquetColumn[] columns = [.. names.Select(name => new ParquetColumn(name, ParquetType.Int32))];

        Assert.Throws<ArgumentException>(
            () => codec.Create(new MemoryStream(), columns, new Dictionary<string, string>()));
    }

    [SkippableFact]
    public void TheFileBeginsAndEndsWithTheMagicAndTheStreamStaysOpen()
    {
        MemoryStream file = Write(Codec(), AllTypes, [FirstGroup], []);

        Assert.Equal("PAR1", Encoding.ASCII.GetString(file.ToArray()[..4]));
        Assert.Equal("PAR1", Encoding.ASCII.GetString(file.ToArray()[^4..]));
        Assert.True(file.CanWrite);
    }

    [SkippableFact]
    public void WritesToAStreamThatCannotSeek()
    {
        IParquetCodec codec = Codec();
        var forward = new ForwardOnlyStream();
        using (IParquetTableWriter writer = codec.Create(forward, AllTypes, new Dictionary<string, string>()))
        {
            writer.WriteRowGroup(FirstGroup);
        }

        Assert.Equal(Write(codec, AllTypes, [FirstGroup], []).ToArray(), forward.Written);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("PAR1PAR1")]
    [InlineData("amplitude,x,y,chol_11,chol_21,chol_22\n")]
    public void WhatIsNotParquetIsBadInput(string content)
    {
        IParquetCodec codec = Codec();

        Assert.Throws<InputException>(() => codec.Open(new MemoryStream(Encoding.ASCII.GetBytes(content))));
    }

    [SkippableFact]
    public void ATruncatedFileIsBadInput()
    {
        IParquetCodec codec = Codec();
        byte[] whole = Write(codec, AllTypes, [FirstGroup], []).ToArray();

        Assert.Throws<InputException>(() => codec.Open(new MemoryStream(whole[..(whole.Length / 2)])));
    }

    [SkippableFact]
    public void ADamagedPageNamesItsColumnAndRowGroup()
    {
        IParquetCodec codec = Codec();
        byte[] file = Write(codec, AllTypes, [FirstGroup], []).ToArray();
        file.AsSpan(4, 8).Fill(0xFF);
        using IParquetTableReader reader = codec.Open(new MemoryStream(file));

        var refused = Assert.Throws<InputException>(() => reader.ReadColumn(0, 0));
        Assert.StartsWith("column 'id', row group 1: ", refused.Message);
    }

    [SkippableFact]
    public void ANullWhereNoneIsAllowedIsRefused()
    {
        IParquetCodec codec = Codec();
        using IParquetTableWriter writer =
            codec.Create(new MemoryStream(), [new("name", ParquetType.String)], new Dictionary<string, string>());

        var refused = Assert.Throws<ArgumentException>(() => writer.WriteRowGroup([new string?[] { "a", null }]));
        Assert.Contains("'name'", refused.Message);
    }

    [SkippableFact]
    public void ArraysOfDifferentLengthsAreRefused()
    {
        IParquetCodec codec = Codec();
        using IParquetTableWriter writer = codec.Create(
            new MemoryStream(), [new("a", ParquetType.Int32), new("b", ParquetType.Int32)],
            new Dictionary<string, string>());

        Assert.Throws<ArgumentException>(() => writer.WriteRowGroup([new[] { 1, 2 }, new[] { 1 }]));
    }

    private static IParquetCodec Codec()
    {
        IParquetCodec codec = ParquetCodec.Default;
        Skip.IfNot(
            codec.Name.StartsWith("Parquet.Net ", StringComparison.Ordinal), "Parquet.Net is not on the package feed");
        return codec;
    }

    /// <summary>
    /// Minimum, maximum and number of nulls of each column of each row group, as the footer has them.
    /// </summary>
    private static IEnumerable<IEnumerable<(object? Min, object? Max, long? Nulls)>> Statistics(MemoryStream file)
    {
#if HasParquetNet
        var reader = global::Parquet.ParquetReader.CreateAsync(file).GetAwaiter().GetResult();
        return reader.RowGroups.Select(group => reader.Schema.GetDataFields().Select(field =>
        {
            var statistics = group.GetStatistics(field)!;
            return (statistics.MinValue, statistics.MaxValue, statistics.NullCount);
        }));
#else
        throw new NotSupportedException("Only Parquet.Net reads statistics.");
#endif
    }

    private static IParquetTableReader WriteAndOpen(
        ParquetColumn[] columns, IEnumerable<Array[]> groups, Dictionary<string, string>? metadata = null)
    {
        IParquetCodec codec = Codec();
        return codec.Open(Write(codec, columns, groups, metadata ?? []));
    }

    private static MemoryStream Write(
        IParquetCodec codec, ParquetColumn[] columns, IEnumerable<Array[]> groups, Dictionary<string, string> metadata)
    {
        var file = new MemoryStream();
        using IParquetTableWriter writer = codec.Create(file, columns, metadata);
        foreach (Array[] group in groups)
        {
            writer.WriteRowGroup(group);
        }

        return file;
    }

    private sealed class ForwardOnlyStream : Stream
    {
        private readonly MemoryStream _written = new();

        public byte[] Written => _written.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);
    }
}
