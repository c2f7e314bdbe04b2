using Parquet.Schema;

namespace TiledFit.Data.Results.Parquet.ParquetNet;

/// <summary>Columns with dotted names to and from Parquet.Net's tree of fields.</summary>
internal static class ParquetNetSchema
{
    /// <exception cref="ArgumentException">A column occurs twice, or the members of a group stand apart.</exception>
    public static ParquetSchema FromColumns(IReadOnlyList<ParquetColumn> columns)
    {
        var schema = new ParquetSchema(Fields(columns.Select(column => (column.Name.Split('.'), column)), depth: 0));
        return schema.GetDataFields().Select(Name).SequenceEqual(columns.Select(column => column.Name))
            ? schema
            : throw new ArgumentException(
                "Columns must be distinct, and those of a group stand together.", nameof(columns));
    }

    /// <summary>The field as a column of a flat table, or null if it cannot be one.</summary>
    public static ParquetColumn? ToColumn(DataField field) =>
        field.MaxRepetitionLevel == 0 && ReadableType(field.ClrType) is { } type
            ? new ParquetColumn(Name(field), type, Nullable: field.MaxDefinitionLevel > 0)
            : null;

    private static string Name(DataField field) => string.Join('.', field.Path.ToList());

    private static IEnumerable<Field> Fields(IEnumerable<(string[] Path, ParquetColumn Column)> columns, int depth) =>
        columns.GroupBy(entry => entry.Path[depth]).Select(group =>
        {
            var (path, column) = group.First();
            return path.Length == depth + 1
                ? new DataField(group.Key, ClrType(column.Type), column.Nullable)
                : (Field)new RequiredGroup(group.Key, [.. Fields(group, depth + 1)]);
        });

    private static Type ClrType(ParquetType type) => type switch
    {
        ParquetType.Int32 => typeof(int),
        ParquetType.Int64 => typeof(long),
        ParquetType.Double => typeof(double),
        ParquetType.String => typeof(string),
        ParquetType.Binary => typeof(byte[]),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static ParquetType? ReadableType(Type type) =>
        type == typeof(int) ? ParquetType.Int32
        : type == typeof(long) ? ParquetType.Int64
        : type == typeof(float) || type == typeof(double) ? ParquetType.Double
        : type == typeof(ReadOnlyMemory<char>) ? ParquetType.String
        : type == typeof(ReadOnlyMemory<byte>) ? ParquetType.Binary
        : null;

    /// <summary>
    /// A struct is optional in Parquet.Net unless a file says otherwise, and its setter is not public.
    /// </summary>
    private sealed class RequiredGroup(string name, Field[] fields) : StructField(name, fields)
    {
        public override bool IsNullable => false;
    }
}
