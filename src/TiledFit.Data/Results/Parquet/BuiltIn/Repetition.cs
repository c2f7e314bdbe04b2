namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>How often a field occurs (parquet.thrift, enum FieldRepetitionType).</summary>
internal enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
