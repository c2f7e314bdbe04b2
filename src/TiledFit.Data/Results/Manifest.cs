using System.Text.Json.Serialization;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Results;

/// <summary>
/// <c>manifest.json</c>: what was fitted, with what, and which files belong to the result. It is written last: a
/// directory without it holds no result.
/// </summary>
/// <param name="FormatVersion">Version of the data set's layout; <see cref="ResultWriter"/> sets it.</param>
/// <param name="Software">Name and version that wrote it.</param>
/// <param name="Created">UTC.</param>
/// <param name="Input">The raster, as it described itself.</param>
/// <param name="InputFingerprint">See <see cref="IRaster.Fingerprint"/>.</param>
/// <param name="Options">The job's options by their command line names.</param>
/// <param name="Background">The background that belongs to the model.</param>
/// <param name="Objective">E, from the final recount.</param>
/// <param name="Rmse">√(Σ w·r² / Σ w), w being 1 without weights.</param>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Components">Rows in the component files; <see cref="ResultWriter"/> counts them.</param>
/// <param name="Sweeps">Sweeps run.</param>
/// <param name="Settled">Whether the settle rule was met.</param>
/// <param name="TileSize">T, px; 0 when the whole raster was one tile.</param>
/// <param name="Ring">ρ, px.</param>
/// <param name="SupportRadius">R, in standard deviations.</param>
/// <param name="Files">Every other file of the data set; <see cref="ResultWriter"/> lists them.</param>
/// <param name="Job">The server's job that wrote it; null, and left out, where there was none.</param>
/// <param name="LogLikelihood">ℓ of the result, nats; null, and left out, where no likelihood was maximised.</param>
public sealed record Manifest(
    int FormatVersion,
    string Software,
    DateTimeOffset Created,
    RasterInfo Input,
    string InputFingerprint,
    IReadOnlyDictionary<string, string> Options,
    Background Background,
    double Objective,
    double Rmse,
    long Pixels,
    long Components,
    int Sweeps,
    bool Settled,
    int TileSize,
    int Ring,
    double SupportRadius,
    IReadOnlyList<ManifestFile> Files,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Job = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogLikelihood = null)
{
    /// <summary>What was minimised where that is not the sum of squares; null, and left out, with those.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LossSummary? Loss { get; init; }
}
