using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Engine;

/// <summary>What the manifest of a result says of its fit.</summary>
internal static class ResultManifest
{
    /// <summary>The manifest, but for what its writer adds: format and files.</summary>
    /// <param name="fit">What was found.</param>
    /// <param name="input">What was fitted.</param>
    /// <param name="fingerprint">Of the input.</param>
    /// <param name="software">Name and version of the program.</param>
    /// <param name="options">The options as the user gave them, by their names.</param>
    public static Manifest Of(
        FitResult fit, RasterInfo input, string fingerprint, string software,
        IReadOnlyDictionary<string, string> options) => new(
        FormatVersion: 0,
        software,
        DateTimeOffset.UtcNow,
        input,
        fingerprint,
        options,
        fit.Background,
        fit.Objective,
        fit.Rmse,
        fit.Pixels,
        fit.Components.Count,
        fit.Sweeps.Count,
        fit.Settled,
        TileSize: 0,
        Ring: 0,
        Support.Radius,
        Files: [],
        Job: null,
        fit.LogLikelihood)
        {
            Loss = fit.Loss?.Summary,
        };
}
