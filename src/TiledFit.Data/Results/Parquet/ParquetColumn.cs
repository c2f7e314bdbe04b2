namespace TiledFit.Data.Results.Parquet;

/// <summary>A column of a flat table.</summary>
/// <param name="Name">A dot puts the column into a required group: "bbox.xmin" is field xmin of group bbox.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it may hold nulls.</param>
public sealed record ParquetColumn(string Name, ParquetType Type, bool Nullable = false);
