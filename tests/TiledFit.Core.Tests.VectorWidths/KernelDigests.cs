namespace TiledFit.Core.Tests.VectorWidths;

/// <summary>The kernels whose bits must not depend on the hardware: add a line for each.</summary>
internal static class KernelDigests
{
    public static IReadOnlyList<(string Name, Func<ulong> Digest)> All { get; } =
    [
        ("BlockCholesky/6", () => LinearSolverDigests.Cholesky(6)),
        ("BlockCholesky/3", () => LinearSolverDigests.Cholesky(3)),
        ("BlockCholesky/dense", LinearSolverDigests.DenseCholesky),
        ("BlockConjugateGradient/6", () => LinearSolverDigests.ConjugateGradient(6)),
        ("BlockConjugateGradient/9", () => LinearSolverDigests.ConjugateGradient(9)),
        ("DeterministicMath.Exp", MixtureDigests.Exp),
        ("ModelKernel", MixtureDigests.Model),
        ("MomentKernel", MixtureDigests.Moments),
        ("ObjectiveKernel", MixtureDigests.Objective),
        ("PixelExpectation", MixtureDigests.Expectation),
        ("PairGram", MixtureDigests.PairGrams),
        ("PixelGram", MixtureDigests.Gram),
        ("ProjectionKernel", MixtureDigests.Projections),
        ("SelectedInversion/6", () => LinearSolverDigests.SelectedInverse(6)),
        ("SelectedInversion/3", () => LinearSolverDigests.SelectedInverse(3)),
        ("TileStep/integrals", () => MixtureDigests.Step(false)),
        ("TileStep/sums", () => MixtureDigests.Step(true)),
    ];
}
