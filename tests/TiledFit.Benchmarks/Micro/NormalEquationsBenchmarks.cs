using BenchmarkDotNet.Attributes;
using TiledFit.Benchmarks.Kernels;

namespace TiledFit.Benchmarks.Micro;

/// <summary>The normal matrix and its solution.</summary>
[InProcess]
public class NormalEquationsBenchmarks
{
    private NormalEquationsCase _equations = null!;

    /// <summary>Whether components overlap with many, as on terrain, or with a few.</summary>
    [Params(false, true)]
    public bool Terrain { get; set; }

    [GlobalSetup]
    public void Setup() => _equations = Terrain ? NormalEquationsCase.Terrain() : NormalEquationsCase.Spots();

    [Benchmark]
    public void NormalMatrix() => _equations.Fill();

    [Benchmark]
    public void NormalMatrixWithPixelSums() => _equations.FillWithPixelSums();

    [Benchmark]
    public void Cholesky() => _equations.SolveDirectly();

    [Benchmark]
    public void ConjugateGradients() => _equations.SolveIteratively();
}
