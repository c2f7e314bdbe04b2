using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Memory;
using TiledFit.Engine.Preview;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>Publishes what a fit found, with its errors: a directory of tables, picture and, last, manifest.</summary>
/// <param name="raster">What was fitted; read again for errors and picture.</param>
/// <param name="options">How.</param>
/// <param name="directory">Where the result goes; made if it does not exist.</param>
public sealed class ResultPublisher(IRaster raster, FitOptions options, string directory)
{
    /// <summary>Name and version of the program, for the manifest.</summary>
    public required string Software { get; init; }

    /// <summary>The options as the user gave them, by their names, for the manifest.</summary>
    public IReadOnlyDictionary<string, string> DescribedOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a result that is already there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The server's job that the fit was, for the manifest, or null.</summary>
    public string? Job { get; init; }

    /// <summary>Most rows of components to have in memory.</summary>
    public int RowsInMemory { get; init; } = int.MaxValue;

    /// <summary>Publishes a fit, all or nothing.</summary>
    /// <returns>The manifest.</returns>
    /// <exception cref="Core.InputException">The directory cannot be used, or the raster has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was replaced.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public Manifest Publish(FitResult fit, CancellationToken cancellation)
    {
        using var sorter = new ComponentSorter(RowsInMemory, () => ScratchFile.CreateStream(directory));
        Func<ComponentRow, ComponentRow> finish = ErrorEstimator.Estimate(
            raster, options, fit, (_, rows) => sorter.Add(rows), cancellation);
        return ResultWriter.Write(
            directory,
            new ResultContent(
                ManifestOf(fit), sorter.Sorted().Select(finish), fit.Tiles, fit.Sweeps, [PictureOf(fit, cancellation)]),
            Overwrite, cancellation);
    }

    private ResultFile PictureOf(FitResult fit, CancellationToken cancellation) => new(
        ResultDirectory.PictureName, stream =>
        {
            PreviewPicture.Write(
                stream, raster, fit.Components, fit.Background, fit.Rmse, options.Threads, cancellation);
            // It has been read for the last time.
            RasterChange.Check(raster);
        });

    private Manifest ManifestOf(FitResult fit) =>
        ResultManifest.Of(fit, raster.Info, raster.Fingerprint, Software, DescribedOptions) with
        {
            TileSize = options.TileSize,
            Ring = options.Ring,
            Job = Job,
        };
}
