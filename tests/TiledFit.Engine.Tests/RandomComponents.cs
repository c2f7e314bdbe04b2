using TiledFit.Core.Model;

namespace TiledFit.Engine.Tests;

/// <summary>Components of all shapes, some of them beyond the edge.</summary>
internal static class RandomComponents
{
    public static Gaussian[] Draw(int count, int width, int height, int seed)
    {
        var random = new Random(seed);
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        return Enumerable.Range(0, count).Select(_ => new Gaussian(
            Uniform(0, 2), Uniform(-10, width + 10), Uniform(-10, height + 10),
            Uniform(0.3, 8), Uniform(-5, 5), Uniform(0.3, 8)))
            .ToArray();
    }
}
