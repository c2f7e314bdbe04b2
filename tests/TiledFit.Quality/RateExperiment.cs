using TiledFit.Quality.Approximations;

namespace TiledFit.Quality;

/// <summary>Approximations of surfaces by ever more bytes.</summary>
/// <param name="scratch">For files.</param>
internal sealed class RateExperiment(string scratch)
{
    /// <summary>All that is compared, in the order of tables and legends; not all can be measured everywhere.</summary>
    public static IReadOnlyList<string> Methods { get; } =
        [.. AmplitudeSign.Measured.Select(sign => sign.Name), "spline grid", "DCT", "JPEG 2000"];

    /// <summary>Measures.</summary>
    /// <param name="raster">What the product reads.</param>
    /// <param name="surface">The same.</param>
    /// <param name="components">Ceilings.</param>
    /// <param name="options">Of the fit.</param>
    public IReadOnlyList<RatePoint> Run(
        string raster, Surface surface, IEnumerable<int> components, params string[] options)
    {
        IApproximation[] others = [.. OthersOf(surface)];
        return
        [
            .. components.Select(n => new RatePoint(
                n,
                AmplitudeSign.Measured.ToDictionary(
                    sign => sign.Name,
                    sign => GaussianFit.Run(raster, surface, n, scratch, [.. options, .. sign.Options])),
                others.ToDictionary(
                    other => other.Name,
                    other => ErrorFigures.Of(
                        surface, other.Approximate((long)n * GaussianFit.BytesPerComponent))))),
        ];
    }

    private IEnumerable<IApproximation> OthersOf(Surface surface)
    {
        yield return new SplineGrid(surface);
        yield return new LargestCosines(surface);
        if (Jpeg2000.Missing is null)
        {
            yield return new Jpeg2000(surface, scratch);
        }
    }
}
