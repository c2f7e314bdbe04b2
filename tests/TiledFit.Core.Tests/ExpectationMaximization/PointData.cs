using TiledFit.Core.ExpectationMaximization;

namespace TiledFit.Core.Tests.ExpectationMaximization;

/// <summary>The E-step over points.</summary>
internal sealed class PointData(WeightedPoint[] points) : IExpectationStep
{
    public Expectation Run(GaussianMixture mixture) => PointExpectation.Run(points, mixture);

    /// <summary>Two clouds that overlap.</summary>
    public static WeightedPoint[] Clouds(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(k => new WeightedPoint(
            10 * random.NextDouble() * random.NextDouble() + (k % 3 == 0 ? 6 : 0),
            4 * random.NextDouble() + (k % 3 == 0 ? 3 * random.NextDouble() : 0),
            0.5 + random.NextDouble())),
    ];
}
