using TiledFit.Core;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Dictionary-encoded v1 pages as older writers make them, put together by hand.</summary>
public sealed class DictionaryPageTests
{
    /// <summary>Two entries, 10 and 20; indices of one bit in one packed group, lowest bit first.</summary>
    private static readonly byte[] Entries = [10, 0, 0, 0, 20, 0, 0, 0];

    [Fact]
    public void NullableColumnWithPlainDictionary()
    {
        // Levels: length 2, one packed group, 1 0 1 1 0 1; indices of the four values: width 1, group, 0 1 1 0.
        byte[] page = [2, 0, 0, 0, 0x03, 0b0010_1101, 1, 0x03, 0b0000_0110];
        byte[] chunk =
        [
            .. Header(PageType.Dictionary, Entries.Length, 2, ParquetEncoding.PlainDictionary), .. Entries,
            .. Header(PageType.Data, page.Length, 6, ParquetEncoding.PlainDictionary), .. page,
        ];
        Array values = Decoder(maxDefinitionLevel: 1, rows: 6).Decode(chunk);
        Assert.Equal(new int?[] { 10, null, 20, 20, null, 10 }, values);
    }

    [Fact]
    public void OptionalFieldOfAnOptionalGroupHasTwoLevels()
    {
        // Levels of two bits, 2 1 0 2: the group is null, or the field; bits 10 01 00 10 from the low end.
        byte[] page = [3, 0, 0, 0, 0x03, 0b1000_0110, 0, 1, 0, 0, 0, 2, 0, 0, 0];
        byte[] chunk = [.. Header(PageType.Data, page.Length, 4, ParquetEncoding.Plain), .. page];
        Array values = Decoder(maxDefinitionLevel: 2, rows: 4).Decode(chunk);
        Assert.Equal(new int?[] { 1, null, null, 2 }, values);
    }

    [Fact]
    public void DictionaryOfOneEntryHasIndicesOfNoBits()
    {
        byte[] page = [0, 5 << 1];
        byte[] chunk =
        [
            .. Header(PageType.Dictionary, 4, 1, ParquetEncoding.Plain), 10, 0, 0, 0,
            .. Header(PageType.Data, page.Length, 5, ParquetEncoding.RleDictionary), .. page,
        ];
        Assert.Equal(new[] { 10, 10, 10, 10, 10 }, Decoder(maxDefinitionLevel: 0, rows: 5).Decode(chunk));
    }

    [Fact]
    public void IndexOutsideTheDictionaryIsRefused()
    {
        byte[] page = [2, 1 << 1, 2];
        byte[] chunk =
        [
            .. Header(PageType.Dictionary, Entries.Length, 2, ParquetEncoding.Plain), .. Entries,
            .. Header(PageType.Data, page.Length, 1, ParquetEncoding.RleDictionary), .. page,
        ];
        var e = Assert.Throws<InputException>(() => Decoder(maxDefinitionLevel: 0, rows: 1).Decode(chunk));
        Assert.Contains("entry 2 of a dictionary of 2", e.Message);
    }

    [Fact]
    public void DictionaryThatClaimsMoreThanItsBytesIsRefusedBeforeMemoryIsTaken()
    {
        byte[] chunk = [.. Header(PageType.Dictionary, 8, int.MaxValue, ParquetEncoding.Plain), .. Entries];
        var e = Assert.Throws<InputException>(() => Decoder(maxDefinitionLevel: 0, rows: 1).Decode(chunk));
        Assert.Contains("a dictionary of 2147483647 values in 8 bytes", e.Message);
    }

    [Theory]
    [InlineData((int)ParquetCompression.Gzip)]
    [InlineData((int)ParquetCompression.Snappy)]
    public void PageThatClaimsMoreThanItsBytesCanHoldIsRefusedBeforeMemoryIsTaken(int compression)
    {
        var e = Assert.Throws<InputException>(
            () => PageCompression.Decompress((ParquetCompression)compression, new byte[100], int.MaxValue).Length);
        Assert.Contains("a page of 100 bytes that claims to hold 2147483647", e.Message);
    }

    private static ColumnChunkDecoder<int, Int32Decoder> Decoder(int maxDefinitionLevel, int rows) =>
        new(ParquetCompression.Uncompressed, maxDefinitionLevel, rows);

    private static byte[] Header(PageType type, int size, int valueCount, ParquetEncoding encoding)
    {
        var writer = new ThriftCompactWriter();
        writer.WriteStructElement(w =>
        {
            w.WriteInt32(1, (int)type);
            w.WriteInt32(2, size);
            w.WriteInt32(3, size);
            w.WriteStruct(type == PageType.Dictionary ? 7 : 5, page =>
            {
                page.WriteInt32(1, valueCount);
                page.WriteInt32(2, (int)encoding);
                page.WriteInt32(3, (int)ParquetEncoding.Rle);
                page.WriteInt32(4, (int)ParquetEncoding.Rle);
            });
        });
        return writer.Written.ToArray();
    }
}
