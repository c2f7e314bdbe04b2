namespace TiledFit.Data.Profiles;

/// <summary>What to take of a file that holds profiles.</summary>
/// <param name="Column">The column of the values, or null for the only one.</param>
/// <param name="X">The column of the places, or null for the index of the row, from 0.</param>
/// <param name="NoData">The value that means "no data", or null.</param>
public sealed record ProfileOpenOptions(string? Column = null, string? X = null, double? NoData = null);
