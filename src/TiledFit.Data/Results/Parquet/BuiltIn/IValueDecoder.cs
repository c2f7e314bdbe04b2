namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Turns a page's bytes into values of one stored type.</summary>
/// <typeparam name="T">The type that readers see.</typeparam>
internal interface IValueDecoder<T>
{
    /// <summary>Fills <paramref name="values"/> from a page that is not dictionary encoded.</summary>
    static abstract void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<T> values);

    /// <summary>The array of a nullable column.</summary>
    static abstract Array WithNulls(T[] values, bool[] present);
}
