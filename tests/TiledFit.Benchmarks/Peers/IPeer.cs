namespace TiledFit.Benchmarks.Peers;

/// <summary>A program that fits a sum of Gaussians to a raster, from a given start, on one thread.</summary>
internal interface IPeer
{
    string Name { get; }

    FitTrace Fit(FitProblem problem, FitLimits limits);
}
