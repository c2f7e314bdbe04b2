namespace TiledFit.Fuzz;

/// <summary>What became of a run's inputs.</summary>
/// <param name="Accepted">Inputs that were parsed.</param>
/// <param name="Refused">Inputs that ended in a documented exception.</param>
/// <param name="LongestSeconds">The longest time of one.</param>
/// <param name="MostBytes">The most that one allocated.</param>
/// <param name="Failures">The others.</param>
internal sealed record FuzzTally(
    int Accepted, int Refused, double LongestSeconds, long MostBytes, IReadOnlyList<FuzzFailure> Failures);
