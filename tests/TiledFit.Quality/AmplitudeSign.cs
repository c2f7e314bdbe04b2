namespace TiledFit.Quality;

/// <summary>Which amplitudes the components may have.</summary>
/// <param name="Name">Of such fits, in tables and charts.</param>
/// <param name="Options">Of <c>tiledfit fit</c>.</param>
internal sealed record AmplitudeSign(string Name, IReadOnlyList<string> Options)
{
    /// <summary>What is measured: a column and a line each.</summary>
    public static IReadOnlyList<AmplitudeSign> Measured { get; } =
    [
        new("Gaussians", []),
        new("Gaussians, signed", ["--amplitude", "signed"]),
    ];
}
