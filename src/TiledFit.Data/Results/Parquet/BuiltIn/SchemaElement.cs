namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>A node of the schema, in depth-first order (parquet.thrift, struct SchemaElement).</summary>
internal sealed record SchemaElement(string Name)
{
    public const int ConvertedUtf8 = 0, ConvertedDecimal = 5, ConvertedUInt32 = 13, ConvertedUInt64 = 14;
    public const int LogicalString = 1;

    public PhysicalType? Type { get; init; }

    public Repetition? Repetition { get; init; }

    public int ChildCount { get; init; }

    public int? ConvertedType { get; init; }

    /// <summary>Which member of the union LogicalType is set.</summary>
    public int? LogicalType { get; init; }

    public void Write(ThriftCompactWriter writer)
    {
        if (Type is { } type)
        {
            writer.WriteInt32(1, (int)type);
        }
        if (Repetition is { } repetition)
        {
            writer.WriteInt32(3, (int)repetition);
        }
        writer.WriteString(4, Name);
        if (ChildCount > 0)
        {
            writer.WriteInt32(5, ChildCount);
        }
        if (ConvertedType is { } converted)
        {
            writer.WriteInt32(6, converted);
        }
        if (LogicalType is { } logical)
        {
            writer.WriteStruct(10, union => union.WriteEmptyStruct(logical));
        }
    }

    public static SchemaElement Read(ref ThriftCompactReader reader)
    {
        var element = new SchemaElement("");
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: element = element with { Type = (PhysicalType)reader.ReadInt32() }; break;
                case 3: element = element with { Repetition = (Repetition)reader.ReadInt32() }; break;
                case 4: element = element with { Name = reader.ReadString() }; break;
                case 5: element = element with { ChildCount = reader.ReadInt32() }; break;
                case 6: element = element with { ConvertedType = reader.ReadInt32() }; break;
                case 10: element = element with { LogicalType = ReadUnionMember(ref reader) }; break;
                default: reader.Skip(type); break;
            }
        }
        return element;
    }

    private static int? ReadUnionMember(ref ThriftCompactReader reader)
    {
        int? member = null;
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            member = field;
            reader.Skip(type);
        }
        return member;
    }
}
