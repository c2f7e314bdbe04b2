namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What a page holds (parquet.thrift, enum PageType).</summary>
internal enum PageType
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}
