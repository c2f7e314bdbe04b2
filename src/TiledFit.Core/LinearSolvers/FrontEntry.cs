namespace TiledFit.Core.LinearSolvers;

/// <summary>A block of the matrix and its place in a panel.</summary>
/// <param name="Block">Its number among the blocks below the diagonal.</param>
/// <param name="Transposed">Whether the elimination order puts it above the diagonal, so that its transpose
/// enters.</param>
/// <param name="Row">Scalar row in the panel.</param>
/// <param name="Column">Scalar column in the panel.</param>
internal readonly record struct FrontEntry(int Block, bool Transposed, int Row, int Column);
