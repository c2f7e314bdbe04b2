using TiledFit.Core;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Results;

/// <summary>A Parquet file, read by column name; every error names the file.</summary>
internal sealed class ParquetTableFile : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;
    private readonly IParquetTableReader _reader;
    private readonly Dictionary<string, int> _indices = [];

    private ParquetTableFile(string path, Stream stream, IParquetTableReader reader)
    {
        (_path, _stream, _reader) = (path, stream, reader);
        for (int i = 0; i < reader.Columns.Count; i++)
        {
            _indices.TryAdd(reader.Columns[i].Name, i);
        }
    }

    /// <summary>Rows in the file.</summary>
    public long RowCount => _reader.RowCount;

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _reader.Columns.Select(column => column.Name)];

    /// <summary>The names of those that hold numbers.</summary>
    public IReadOnlyList<string> NumericNames => [.. _reader.Columns
        .Where(column => column.Type is ParquetType.Int32 or ParquetType.Int64 or ParquetType.Double)
        .Select(column => column.Name)];

    /// <summary>The file's row groups, in order; columns are read when asked for.</summary>
    public IEnumerable<RowGroupColumns> RowGroups =>
        Enumerable.Range(0, _reader.RowGroupCount).Select(group => new RowGroupColumns(this, group));

    /// <exception cref="InputException">The file is missing, cannot be read or is not a Parquet file.</exception>
    public static ParquetTableFile Open(string path, IParquetCodec codec)
    {
        Stream? stream = null;
        try
        {
            stream = InputFile.OpenRead(path);
            return new ParquetTableFile(path, stream, codec.Open(stream));
        }
        catch (InputException e) when (stream is not null)
        {
            stream.Dispose();
            throw InFile(path, e);
        }
    }

    /// <summary>True when there is a column of that name.</summary>
    public bool Has(string name) => _indices.ContainsKey(name);

    /// <summary>A column of a row group, of whichever type is stored.</summary>
    public Array Read(int rowGroup, string name)
    {
        if (!_indices.TryGetValue(name, out int index))
        {
            throw new InputException($"{_path}: there is no column '{name}'");
        }
        try
        {
            return _reader.ReadColumn(rowGroup, index);
        }
        catch (InputException e)
        {
            throw InFile(_path, e);
        }
    }

    /// <summary>A column that has a type of its own and no nulls.</summary>
    public T[] Read<T>(int rowGroup, string name) =>
        Read(rowGroup, name) is T[] values && (default(T) is not null || !values.Contains(default))
            ? values
            : throw new InputException(
                $"{_path}: column '{name}' does not hold values of type {typeof(T).Name} without nulls");

    /// <summary>A column that may hold nulls.</summary>
    public T?[] ReadNullable<T>(int rowGroup, string name)
        where T : struct => Read(rowGroup, name) switch
        {
            T?[] values => values,
            T[] values => Array.ConvertAll(values, value => (T?)value),
            _ => throw new InputException($"{_path}: column '{name}' does not hold values of type {typeof(T).Name}"),
        };

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private static InputException InFile(string path, InputException e) => new($"{path}: {e.Message}", e);
}
