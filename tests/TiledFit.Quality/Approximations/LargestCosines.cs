namespace TiledFit.Quality.Approximations;

/// <summary>
/// The largest coefficients of the orthonormal two-dimensional DCT-II, as float32. As the transform is orthonormal, no
/// other choice of so many of its coefficients has a smaller error. Which ones they are counts as known.
/// </summary>
internal sealed class LargestCosines(Surface surface) : IApproximation
{
    private readonly Lazy<(double[] Coefficients, int[] BySize)> _transform = new(() => Transform(surface));

    public string Name => "DCT";

    public double[] Approximate(long bytes)
    {
        (double[] coefficients, int[] bySize) = _transform.Value;
        var kept = new double[coefficients.Length];
        foreach (int k in bySize.AsSpan(0, (int)Math.Min(bytes / sizeof(float), bySize.Length)))
        {
            kept[k] = (float)coefficients[k];
        }

        return Separable.Apply(kept, surface.Width, CosineTransform.Inverse, CosineTransform.Inverse);
    }

    private static (double[] Coefficients, int[] BySize) Transform(Surface surface)
    {
        double[] coefficients = Separable.Apply(
            surface.Filled, surface.Width, CosineTransform.Forward, CosineTransform.Forward);
        int[] bySize = [.. Enumerable.Range(0, coefficients.Length)];
        Array.Sort(Array.ConvertAll(coefficients, c => -Math.Abs(c)), bySize);
        return (coefficients, bySize);
    }
}
