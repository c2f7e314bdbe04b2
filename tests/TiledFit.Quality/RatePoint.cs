using TiledFit.Quality.Approximations;

namespace TiledFit.Quality;

/// <summary>Approximations of a surface that take equally many bytes.</summary>
/// <param name="Components">The ceiling that the fits were given.</param>
/// <param name="Fits">By the name of what amplitudes may be.</param>
/// <param name="Others">By their names.</param>
internal sealed record RatePoint(
    int Components, IReadOnlyDictionary<string, GaussianFit> Fits, IReadOnlyDictionary<string, ErrorFigures> Others)
{
    /// <summary>Of the parameters alone.</summary>
    public long Bytes => (long)Components * GaussianFit.BytesPerComponent;

    /// <summary>Null where it was not measured.</summary>
    public ErrorFigures? ErrorsOf(string method) =>
        Fits.TryGetValue(method, out GaussianFit? fit) ? fit.Errors
        : Others.TryGetValue(method, out ErrorFigures errors) ? errors
        : null;
}
