namespace TiledFit.Data.Results.Parquet;

/// <summary>The types that result tables use.</summary>
public enum ParquetType
{
    /// <summary>INT32.</summary>
    Int32,

    /// <summary>INT64.</summary>
    Int64,

    /// <summary>DOUBLE.</summary>
    Double,

    /// <summary>BYTE_ARRAY with the UTF8 logical type.</summary>
    String,

    /// <summary>BYTE_ARRAY without a logical type (WKB).</summary>
    Binary,
}
