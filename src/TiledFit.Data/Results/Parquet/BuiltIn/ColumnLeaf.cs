namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>A stored column that can be read as a flat one.</summary>
/// <param name="Column">The column.</param>
/// <param name="ChunkIndex">Its place among the chunks of a row group.</param>
/// <param name="StoredType">How its values are stored; FLOAT widens to double.</param>
/// <param name="MaxDefinitionLevel">The level of a value that is there: the optional fields on its path.</param>
internal sealed record ColumnLeaf(
    ParquetColumn Column, int ChunkIndex, PhysicalType StoredType, int MaxDefinitionLevel);
