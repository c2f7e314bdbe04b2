using TiledFit.Core;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>The two ways in which a file cannot be read.</summary>
internal static class ParquetFault
{
    public static InputException Damaged(string what) => new($"damaged Parquet file: {what}");

    public static InputException Unsupported(string what) =>
        new($"the built-in Parquet reader lacks {what}; write the file again with plain or dictionary pages and "
            + "gzip or snappy compression");
}
