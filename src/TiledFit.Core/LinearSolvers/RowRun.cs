namespace TiledFit.Core.LinearSolvers;

/// <summary>Scalar rows that are consecutive both in an update matrix and in the parent's panel.</summary>
/// <param name="Source">First row in the update matrix.</param>
/// <param name="Destination">First row in the parent's panel.</param>
/// <param name="Length">Number of rows.</param>
internal readonly record struct RowRun(int Source, int Destination, int Length);
