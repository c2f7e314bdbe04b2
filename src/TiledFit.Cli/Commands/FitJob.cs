using System.Diagnostics;
using TiledFit.Cli.Reports;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Preview;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary>Fits a raster and writes the result with its picture.</summary>
/// <param name="raster">What to fit.</param>
/// <param name="options">How.</param>
/// <param name="directory">Where to write.</param>
/// <param name="overwrite">Whether a result there may be replaced.</param>
/// <param name="describedOptions">The options for the manifest.</param>
internal sealed class FitJob(
    IRaster raster, FitOptions options, string directory, bool overwrite,
    IReadOnlyDictionary<string, string> describedOptions)
{
    private const string PictureName = "preview.png";

    /// <summary>Where the picture is in the end.</summary>
    public string PicturePath => Path.Combine(directory, PictureName);

    /// <summary>Does it.</summary>
    /// <returns>The fit, and the seconds that writing took.</returns>
    /// <exception cref="Core.InputException">The raster cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no result is written.</exception>
    public (FitResult Fit, double WriteSeconds) Run(
        IReadOnlyList<Gaussian>? initial, IFitObserver observer, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        FitResult fit = LocalHost.Fit(raster, options, initial, observer, cancellation);
        TimeSpan elapsed = watch.Elapsed;
        observer.OnProgress(Writing(fit, elapsed));
        ResultWriter.Write(directory, ContentOf(fit, cancellation), overwrite, cancellation);
        return (fit, (watch.Elapsed - elapsed).TotalSeconds);
    }

    private static FitProgress Writing(FitResult fit, TimeSpan elapsed) => new(
        "write", 0, fit.Objective, null, null, 0, 0, fit.Tiles.Count, fit.Components.Count, fit.Pixels, null, elapsed,
        null);

    private ResultContent ContentOf(FitResult fit, CancellationToken cancellation)
    {
        var picture = new ResultFile(PictureName, stream => PreviewPicture.Write(
            stream, raster, fit.Components.Select(row => row.Component.Shape).ToArray(), fit.Background, fit.Rmse,
            options.Threads, cancellation));
        return new ResultContent(ManifestOf(fit), fit.Components, fit.Tiles, fit.Sweeps, [picture]);
    }

    private Manifest ManifestOf(FitResult fit) => new(
        FormatVersion: 0,
        Software.NameAndVersion,
        DateTimeOffset.UtcNow,
        raster.Info,
        raster.Fingerprint,
        describedOptions,
        fit.Background,
        fit.Objective,
        fit.Rmse,
        fit.Pixels,
        fit.Components.Count,
        fit.Sweeps.Count,
        fit.Settled,
        options.TileSize,
        options.Ring,
        Support.Radius,
        Files: []);
}
