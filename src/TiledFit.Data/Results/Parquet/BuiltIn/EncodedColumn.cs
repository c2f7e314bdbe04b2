namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>A column of a row group, ready to be compressed and written as one page.</summary>
internal sealed record EncodedColumn(byte[] Body, ColumnStatistics Statistics);
