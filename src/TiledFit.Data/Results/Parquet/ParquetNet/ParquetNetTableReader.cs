using Parquet;
using Parquet.Schema;

namespace TiledFit.Data.Results.Parquet.ParquetNet;

/// <summary>Reads a table through Parquet.Net.</summary>
internal sealed class ParquetNetTableReader : IParquetTableReader
{
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;

    public ParquetNetTableReader(Stream stream)
    {
        _reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        _fields = [.. _reader.Schema.GetDataFields().Where(field => ParquetNetSchema.ToColumn(field) is not null)];
        Columns = [.. _fields.Select(field => ParquetNetSchema.ToColumn(field)!)];
        Metadata = _reader.CustomMetadata;
        RowCount = _reader.RowGroups.Sum(group => group.RowCount);
    }

    public IReadOnlyList<ParquetColumn> Columns { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public int RowGroupCount => _reader.RowGroupCount;

    public long RowCount { get; }

    public Array ReadColumn(int rowGroup, int column)
    {
        ParquetRowGroupReader group = _reader.OpenRowGroupReader(rowGroup);
        DataField field = _fields[column];
        string place = $"column '{Columns[column].Name}', row group {rowGroup + 1}: ";
        return ParquetNetCodec.OrInputException<Array>(place, () => Columns[column].Type switch
        {
            ParquetType.Int32 => Numbers<int, int>(group, field, value => value),
            ParquetType.Int64 => Numbers<long, long>(group, field, value => value),
            ParquetType.Double when field.ClrType == typeof(float) =>
                Numbers<float, double>(group, field, value => value),
            ParquetType.Double => Numbers<double, double>(group, field, value => value),
            ParquetType.String => Objects<ReadOnlyMemory<char>, string>(group, field, text => text.ToString()),
            _ => Objects<ReadOnlyMemory<byte>, byte[]>(group, field, bytes => bytes.ToArray()),
        });
    }

    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static Array Numbers<T, TNumber>(ParquetRowGroupReader group, DataField field, Func<T, TNumber> convert)
        where T : struct
        where TNumber : struct
    {
        var (values, levels) = Read<T>(group, field);
        return levels is null
            ? Array.ConvertAll(values, value => convert(value))
            : Spread(values, levels, field.MaxDefinitionLevel, value => (TNumber?)convert(value));
    }

    private static TObject?[] Objects<T, TObject>(
        ParquetRowGroupReader group, DataField field, Func<T, TObject> convert)
        where T : struct
        where TObject : class
    {
        var (values, levels) = Read<T>(group, field);
        return levels is null
            ? Array.ConvertAll(values, value => convert(value))
            : Spread(values, levels, field.MaxDefinitionLevel, convert);
    }

    /// <summary>The values that are there, and for each row how far down the path to its value anything is.</summary>
    private static (T[] Values, int[]? Levels) Read<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T[group.RowCount];
        int[]? levels = field.MaxDefinitionLevel > 0 ? new int[group.RowCount] : null;
        Memory<int>? levelBuffer = levels is null ? default(Memory<int>?) : levels;
        group.ReadRawAsync<T>(field, values, levelBuffer, null).AsTask().GetAwaiter().GetResult();
        return (values, levels);
    }

    private static TOut?[] Spread<T, TOut>(T[] values, int[] levels, int maxLevel, Func<T, TOut> convert)
    {
        var rows = new TOut?[levels.Length];
        int next = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (levels[row] == maxLevel)
            {
                rows[row] = convert(values[next++]);
            }
        }

        return rows;
    }
}
