using TiledFit.Core.ExpectationMaximization;

namespace TiledFit.Engine.ExpectationMaximization;

/// <summary>
/// The E-step over points, in parts of a fixed number that run in parallel; their sums are added in their order.
/// </summary>
internal sealed class PointSetExpectation(WeightedPoint[] points, int threads, CancellationToken cancellation)
    : IExpectationStep
{
    private const int PartPoints = 1024;

    public Expectation Run(GaussianMixture mixture)
    {
        var parts = new Expectation[(points.Length - 1) / PartPoints + 1];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, parts.Length, parallel, part =>
        {
            int first = part * PartPoints;
            parts[part] = PointExpectation.Run(
                points.AsSpan(first, Math.Min(PartPoints, points.Length - first)), mixture);
        });
        var components = new ResponsibilitySums[mixture.Components.Count];
        foreach (Expectation part in parts)
        {
            for (int i = 0; i < components.Length; i++)
            {
                components[i] += part.Components[i];
            }
        }

        return parts.Aggregate((sum, part) => sum + part) with { Components = components };
    }
}
