namespace TiledFit.Data.Results;

/// <summary>A file of a result.</summary>
/// <param name="Path">Relative to the result's directory, with forward slashes.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Rows">Rows of a Parquet file, null for others.</param>
public sealed record ManifestFile(string Path, long Bytes, long? Rows);
