using Parquet;
using Parquet.Schema;

namespace TiledFit.Data.Results.Parquet.ParquetNet;

/// <summary>Writes a table through Parquet.Net.</summary>
internal sealed class ParquetNetTableWriter : IParquetTableWriter
{
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly DataField[] _fields;
    private readonly Dictionary<string, string> _metadata;
    private readonly ParquetWriter _writer;
    private bool _disposed;

    public ParquetNetTableWriter(
        Stream stream, IReadOnlyList<ParquetColumn> columns, IReadOnlyDictionary<string, string> metadata)
    {
        ParquetSchema schema = ParquetNetSchema.FromColumns(columns);
        _columns = columns;
        _fields = schema.GetDataFields();
        _writer = ParquetWriter.CreateAsync(schema, stream).GetAwaiter().GetResult();
        _metadata = new Dictionary<string, string>(metadata);
    }

    public void WriteRowGroup(IReadOnlyList<Array> columns)
    {
        if (columns.Count != _columns.Count || columns.Any(column => column.Length != columns[0].Length))
        {
            throw new ArgumentException("One array a column, all of one length, is needed.", nameof(columns));
        }

        if (columns[0].Length == 0)
        {
            return;
        }

        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            Write(group, _fields[i], _columns[i], columns[i]).GetAwaiter().GetResult();
        }
    }

    public void AddMetadata(string key, string value) => _metadata.Add(key, value);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _writer.CustomMetadata = _metadata;
            _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static Task Write(ParquetRowGroupWriter group, DataField field, ParquetColumn column, Array values) =>
        column switch
        {
            { Type: ParquetType.Int32, Nullable: false } => group.WriteAsync<int>(field, (int[])values),
            { Type: ParquetType.Int32 } => group.WriteAsync<int>(field, (int?[])values),
            { Type: ParquetType.Int64, Nullable: false } => group.WriteAsync<long>(field, (long[])values),
            { Type: ParquetType.Int64 } => group.WriteAsync<long>(field, (long?[])values),
            { Type: ParquetType.Double, Nullable: false } => group.WriteAsync<double>(field, (double[])values),
            { Type: ParquetType.Double } => group.WriteAsync<double>(field, (double?[])values),
            { Type: ParquetType.String } => group.WriteAsync(field, WithoutForbiddenNulls(column, (string?[])values)),
            { Type: ParquetType.Binary } => group.WriteAsync(field, WithoutForbiddenNulls(column, (byte[]?[])values)),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, null),
        };

    /// <summary>
    /// Parquet.Net drops a null in a required column without a word, which leaves the file unreadable.
    /// </summary>
    private static T?[] WithoutForbiddenNulls<T>(ParquetColumn column, T?[] values)
        where T : class =>
        column.Nullable || !values.Contains(null)
            ? values
            : throw new ArgumentException($"Null in column '{column.Name}', which is not nullable.", nameof(values));
}
