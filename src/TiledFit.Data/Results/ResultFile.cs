namespace TiledFit.Data.Results;

/// <summary>A file that goes with a result besides its tables, such as a picture.</summary>
/// <param name="Path">Relative to the result's directory, with forward slashes.</param>
/// <param name="Write">Writes the content.</param>
public sealed record ResultFile(string Path, Action<Stream> Write);
