namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What a column chunk says of its values (parquet.thrift, struct Statistics).</summary>
/// <param name="NullCount">Number of nulls.</param>
/// <param name="Min">Smallest value in plain encoding without a length; null where there is none.</param>
/// <param name="Max">Largest value, likewise.</param>
internal sealed record ColumnStatistics(long NullCount, byte[]? Min, byte[]? Max)
{
    public void Write(ThriftCompactWriter writer)
    {
        writer.WriteInt64(3, NullCount);
        if (Min is not null && Max is not null)
        {
            writer.WriteBinary(5, Max);
            writer.WriteBinary(6, Min);
        }
    }
}
