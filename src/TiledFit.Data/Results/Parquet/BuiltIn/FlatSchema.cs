namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>The schema of a flat table; see <see cref="SchemaWalk"/> for the way back.</summary>
internal static class FlatSchema
{
    /// <summary>Fields of one group must stand together.</summary>
    /// <exception cref="ArgumentException">No columns, or a group or column occurs twice.</exception>
    public static IReadOnlyList<SchemaElement> ToElements(IReadOnlyList<ParquetColumn> columns)
    {
        var elements = new List<SchemaElement>();
        var names = new HashSet<string>();
        int topLevelCount = 0;
        for (int i = 0; i < columns.Count; topLevelCount++)
        {
            string[] path = Path(columns[i]);
            int count = path.Length == 1 ? 1 : columns.Skip(i).TakeWhile(column => InGroup(column, path[0])).Count();
            if (!names.Add(path[0]))
            {
                throw new ArgumentException($"Column or group '{path[0]}' occurs twice.", nameof(columns));
            }
            if (path.Length > 1)
            {
                elements.Add(new SchemaElement(path[0]) { Repetition = Repetition.Required, ChildCount = count });
            }
            elements.AddRange(columns.Skip(i).Take(count).Select(ToElement));
            i += count;
        }
        return topLevelCount > 0
            ? [new SchemaElement("schema") { ChildCount = topLevelCount }, .. elements]
            : throw new ArgumentException("A table needs columns.", nameof(columns));
    }

    /// <summary>A column's path: the group, where there is one, and the field.</summary>
    public static string[] Path(ParquetColumn column) => column.Name.Split('.', 2);

    public static PhysicalType StoredType(ParquetType type) => type switch
    {
        ParquetType.Int32 => PhysicalType.Int32,
        ParquetType.Int64 => PhysicalType.Int64,
        ParquetType.Double => PhysicalType.Double,
        _ => PhysicalType.ByteArray,
    };

    private static bool InGroup(ParquetColumn column, string group) => Path(column) is [var first, _] && first == group;

    private static SchemaElement ToElement(ParquetColumn column) => new(Path(column)[^1])
    {
        Type = StoredType(column.Type),
        Repetition = column.Nullable ? Repetition.Optional : Repetition.Required,
        ConvertedType = column.Type == ParquetType.String ? SchemaElement.ConvertedUtf8 : null,
        LogicalType = column.Type == ParquetType.String ? SchemaElement.LogicalString : null,
    };
}
