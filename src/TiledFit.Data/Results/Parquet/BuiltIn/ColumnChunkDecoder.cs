namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Decodes the pages of one column chunk, one after the other.</summary>
/// <typeparam name="T">The type that readers see.</typeparam>
/// <typeparam name="TDecoder">Decodes the stored type.</typeparam>
internal sealed class ColumnChunkDecoder<T, TDecoder>(
    ParquetCompression compression, int maxDefinitionLevel, int rowCount)
    where TDecoder : IValueDecoder<T>
{
    private readonly T[] _values = new T[rowCount];
    private readonly bool[] _present = maxDefinitionLevel > 0 ? new bool[rowCount] : [];
    private T[] _dictionary = [];
    private int _decoded;

    /// <summary>The column's values; nullable when the column is.</summary>
    public Array Decode(ReadOnlySpan<byte> chunk)
    {
        var cursor = new ByteCursor(chunk);
        while (_decoded < rowCount)
        {
            var reader = new ThriftCompactReader(chunk[cursor.Position..]);
            PageHeader header = PageHeader.Read(ref reader);
            cursor.Take(reader.Position);
            DecodePage(header, cursor.Take(header.CompressedSize));
        }
        return maxDefinitionLevel > 0 ? TDecoder.WithNulls(_values, _present) : _values;
    }

    private void DecodePage(PageHeader header, ReadOnlySpan<byte> stored)
    {
        switch (header.Type)
        {
            case PageType.Dictionary:
                DecodeDictionary(header, PageCompression.Decompress(compression, stored, header.UncompressedSize));
                break;
            case PageType.Data:
                DecodeDataPage(header, PageCompression.Decompress(compression, stored, header.UncompressedSize));
                break;
            case PageType.DataV2:
                DecodeDataPageV2(header, stored);
                break;
            case PageType.Index:
                break;
            default:
                throw ParquetFault.Damaged($"unknown page type {(int)header.Type}");
        }
    }

    private void DecodeDictionary(PageHeader header, ReadOnlySpan<byte> data)
    {
        if (header.ValueCount > data.Length)
        {
            throw ParquetFault.Damaged($"a dictionary of {header.ValueCount} values in {data.Length} bytes");
        }
        _dictionary = new T[header.ValueCount];
        TDecoder.Decode(ParquetEncoding.Plain, data, _dictionary);
    }

    private void DecodeDataPage(PageHeader header, ReadOnlySpan<byte> data)
    {
        var cursor = new ByteCursor(data);
        ReadOnlySpan<byte> levels = [];
        if (maxDefinitionLevel > 0)
        {
            if (header.DefinitionLevelEncoding != ParquetEncoding.Rle)
            {
                throw FixedWidthValues.Unsupported(header.DefinitionLevelEncoding);
            }
            levels = cursor.Take(cursor.ReadInt32());
        }
        DecodeRows(header, levels, cursor.TakeRest());
    }

    private void DecodeDataPageV2(PageHeader header, ReadOnlySpan<byte> stored)
    {
        var cursor = new ByteCursor(stored);
        cursor.Take(header.RepetitionLevelBytes);
        ReadOnlySpan<byte> levels = cursor.Take(header.DefinitionLevelBytes);
        ReadOnlySpan<byte> values = cursor.TakeRest();
        int levelBytes = header.RepetitionLevelBytes + header.DefinitionLevelBytes;
        DecodeRows(header, levels, header.IsCompressed
            ? PageCompression.Decompress(compression, values, Math.Max(0, header.UncompressedSize - levelBytes))
            : values);
    }

    private void DecodeRows(PageHeader header, ReadOnlySpan<byte> levels, ReadOnlySpan<byte> data)
    {
        if (header.ValueCount > rowCount - _decoded)
        {
            throw ParquetFault.Damaged("a column has more values than its row group has rows");
        }
        Span<T> values = _values.AsSpan(_decoded, header.ValueCount);
        if (maxDefinitionLevel == 0)
        {
            DecodeValues(header.Encoding, data, values);
        }
        else
        {
            Span<bool> present = _present.AsSpan(_decoded, header.ValueCount);
            int count = DecodePresence(levels, present);
            DecodeValues(header.Encoding, data, values[..count]);
            Spread(values, present, count);
        }
        _decoded += header.ValueCount;
    }

    private int DecodePresence(ReadOnlySpan<byte> data, Span<bool> present)
    {
        int[] levels = new int[present.Length];
        RunLengthHybrid.Decode(data, RunLengthHybrid.BitWidth(maxDefinitionLevel), levels);
        int count = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            present[i] = levels[i] == maxDefinitionLevel;
            count += present[i] ? 1 : 0;
        }
        return count;
    }

    private void DecodeValues(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<T> values)
    {
        if (values.IsEmpty)
        {
            return;
        }
        if (encoding is not (ParquetEncoding.RleDictionary or ParquetEncoding.PlainDictionary))
        {
            TDecoder.Decode(encoding, data, values);
            return;
        }
        var cursor = new ByteCursor(data);
        int bitWidth = cursor.ReadByte();
        int[] indices = new int[values.Length];
        RunLengthHybrid.Decode(cursor.TakeRest(), bitWidth, indices);
        for (int i = 0; i < indices.Length; i++)
        {
            values[i] = (uint)indices[i] < (uint)_dictionary.Length
                ? _dictionary[indices[i]]
                : throw ParquetFault.Damaged($"entry {indices[i]} of a dictionary of {_dictionary.Length}");
        }
    }

    /// <summary>Moves the values from the front to where one is present, from the last to the first.</summary>
    private static void Spread(Span<T> values, ReadOnlySpan<bool> present, int count)
    {
        for (int i = values.Length - 1; i >= 0; i--)
        {
            values[i] = present[i] ? values[--count] : default!;
        }
    }
}
