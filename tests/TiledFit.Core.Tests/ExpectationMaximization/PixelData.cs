using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.ExpectationMaximization;

/// <summary>The E-step over one window, and its pixels as weighted points.</summary>
internal sealed class PixelData(PixelRectangle bounds, double[] pixels, Background? background = null)
    : IExpectationStep
{
    private readonly Background _background = background ?? Background.None;
    private readonly BandWorkspace _workspace = new();

    public Expectation Run(GaussianMixture mixture) =>
        PixelExpectation.Run(bounds, pixels, _background, mixture, _workspace);

    public IReadOnlyList<WeightedPoint> Points() =>
    [
        .. pixels.Select((z, k) => (X: bounds.X + k % bounds.Width, Y: bounds.Y + k / bounds.Width, z))
            .Where(pixel => !double.IsNaN(pixel.z))
            .Select(pixel => new WeightedPoint(
                pixel.X, pixel.Y, Math.Max(pixel.z - _background.ValueAt(pixel.X, pixel.Y), 0))),
    ];

    /// <summary>A mixture's heights at the pixels, with white noise.</summary>
    public static double[] Render(
        PixelRectangle bounds, IReadOnlyList<Gaussian> components, double noise, Random random) =>
    [
        .. Enumerable.Range(0, (int)bounds.Area).Select(k =>
            components.Sum(g => g.ValueAt(bounds.X + k % bounds.Width, bounds.Y + k / bounds.Width))
            + noise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())),
    ];
}
