namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Finds the flat columns of a stored schema, which is a tree in depth-first order.</summary>
internal sealed class SchemaWalk
{
    private const int MaxDepth = 32;

    /// <summary>Every member of a group repeats the group's name, so a long one would fill the memory.</summary>
    private const int MaxNameLength = 1000;

    private readonly IReadOnlyList<SchemaElement> _elements;
    private readonly List<ColumnLeaf> _leaves = [];
    private int _next;

    private SchemaWalk(IReadOnlyList<SchemaElement> elements) => _elements = elements;

    /// <summary>Number of stored columns, flat or not: the chunks of each row group.</summary>
    public int StoredCount { get; private set; }

    /// <summary>The columns that are flat and of a type that result tables use.</summary>
    public IReadOnlyList<ColumnLeaf> Leaves => _leaves;

    public static SchemaWalk Over(IReadOnlyList<SchemaElement> elements)
    {
        var walk = new SchemaWalk(elements);
        walk.VisitChildren(walk.Next(), "", definitionLevel: 0, isFlat: true, depth: 0);
        return walk._next == elements.Count
            ? walk
            : throw ParquetFault.Damaged($"{elements.Count - walk._next} schema elements belong to no group");
    }

    private SchemaElement Next() => _next < _elements.Count
        ? _elements[_next++]
        : throw ParquetFault.Damaged("the schema ends within a group");

    private void VisitChildren(SchemaElement group, string prefix, int definitionLevel, bool isFlat, int depth)
    {
        if (depth > MaxDepth)
        {
            throw ParquetFault.Damaged("the schema is nested too deeply");
        }
        for (int i = 0; i < group.ChildCount; i++)
        {
            SchemaElement child = Next();
            if (prefix.Length + child.Name.Length > MaxNameLength)
            {
                throw ParquetFault.Damaged($"a column name of {prefix.Length + child.Name.Length} characters");
            }
            string name = prefix + child.Name;
            int level = definitionLevel + (child.Repetition == Repetition.Optional ? 1 : 0);
            bool flat = isFlat && child.Repetition != Repetition.Repeated;
            if (child.Type is { } type)
            {
                VisitLeaf(child, name, type, level, flat);
            }
            else
            {
                VisitChildren(child, name + ".", level, flat, depth + 1);
            }
        }
    }

    private void VisitLeaf(SchemaElement element, string name, PhysicalType stored, int definitionLevel, bool isFlat)
    {
        int chunk = StoredCount++;
        if (isFlat && ReadableType(element, stored) is { } type)
        {
            var column = new ParquetColumn(name, type, Nullable: definitionLevel > 0);
            _leaves.Add(new ColumnLeaf(column, chunk, stored, definitionLevel));
        }
    }

    private static ParquetType? ReadableType(SchemaElement element, PhysicalType stored) =>
        element.ConvertedType switch
        {
            // Read as plain integers or bytes these would be other numbers.
            SchemaElement.ConvertedDecimal or SchemaElement.ConvertedUInt32 or SchemaElement.ConvertedUInt64 => null,
            _ => stored switch
            {
                PhysicalType.Int32 => ParquetType.Int32,
                PhysicalType.Int64 => ParquetType.Int64,
                PhysicalType.Float or PhysicalType.Double => ParquetType.Double,
                PhysicalType.ByteArray => IsText(element) ? ParquetType.String : ParquetType.Binary,
                _ => null,
            },
        };

    private static bool IsText(SchemaElement element) =>
        element.ConvertedType == SchemaElement.ConvertedUtf8 || element.LogicalType == SchemaElement.LogicalString;
}
