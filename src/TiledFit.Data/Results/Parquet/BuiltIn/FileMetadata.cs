namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>The footer (parquet.thrift, struct FileMetaData).</summary>
internal sealed record FileMetadata(
    IReadOnlyList<SchemaElement> Schema,
    IReadOnlyList<RowGroup> RowGroups,
    IReadOnlyDictionary<string, string> KeyValues)
{
    private const int FormatVersion = 1;

    public long RowCount => RowGroups.Sum(group => group.RowCount);

    public void Write(ThriftCompactWriter writer, string createdBy) => writer.WriteStructElement(w =>
    {
        w.WriteInt32(1, FormatVersion);
        w.WriteStructs(2, Schema, (element, node) => node.Write(element));
        w.WriteInt64(3, RowCount);
        w.WriteStructs(4, RowGroups, (element, group) => group.Write(element));
        w.WriteStructs(5, KeyValues.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList(), WriteKeyValue);
        w.WriteString(6, createdBy);
        // TypeDefinedOrder for each leaf: without it readers ignore min_value and max_value.
        var leaves = Schema.Where(node => node.Type is not null).ToList();
        w.WriteStructs(7, leaves, (order, _) => order.WriteEmptyStruct(1));
    });

    public static FileMetadata Read(ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftCompactReader(footer);
        var schema = new List<SchemaElement>();
        var rowGroups = new List<RowGroup>();
        var keyValues = new Dictionary<string, string>();
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 2:
                    for (int count = reader.ReadListHeader(out _); count > 0; count--)
                    {
                        schema.Add(SchemaElement.Read(ref reader));
                    }
                    break;
                case 4:
                    for (int count = reader.ReadListHeader(out _); count > 0; count--)
                    {
                        rowGroups.Add(RowGroup.Read(ref reader));
                    }
                    break;
                case 5:
                    for (int count = reader.ReadListHeader(out _); count > 0; count--)
                    {
                        ReadKeyValue(ref reader, keyValues);
                    }
                    break;
                default: reader.Skip(type); break;
            }
        }
        return new FileMetadata(schema, rowGroups, keyValues);
    }

    private static void WriteKeyValue(ThriftCompactWriter writer, KeyValuePair<string, string> pair)
    {
        writer.WriteString(1, pair.Key);
        writer.WriteString(2, pair.Value);
    }

    private static void ReadKeyValue(ref ThriftCompactReader reader, Dictionary<string, string> keyValues)
    {
        string key = "", value = "";
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: key = reader.ReadString(); break;
                case 2: value = reader.ReadString(); break;
                default: reader.Skip(type); break;
            }
        }
        keyValues[key] = value;
    }
}
