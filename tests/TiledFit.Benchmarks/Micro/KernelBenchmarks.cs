using BenchmarkDotNet.Attributes;
using TiledFit.Benchmarks.Kernels;

namespace TiledFit.Benchmarks.Micro;

/// <summary>The kernels over the 32 components of a <see cref="KernelCase"/>.</summary>
[InProcess]
public class KernelBenchmarks
{
    private readonly Daxpy _daxpy = new();
    private KernelCase _kernels = null!;

    /// <summary>px.</summary>
    [Params(3.5, 20)]
    public double Sigma { get; set; }

    [GlobalSetup]
    public void Setup() => _kernels = new KernelCase(Sigma);

    [Benchmark(OperationsPerInvoke = Daxpy.Length)]
    public void DaxpyElement() => _daxpy.Run();

    [Benchmark]
    public void Model() => _kernels.Model();

    [Benchmark]
    public void ExpModel() => _kernels.ExpModel();

    [Benchmark]
    public void Moments() => _kernels.Moments();

    [Benchmark]
    public void ExpMoments() => _kernels.ExpMoments();
}
