using System.Diagnostics;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;
using TiledFit.Engine.ExpectationMaximization;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Memory;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// Fits a raster in this process and publishes the result: a directory of tables, picture and manifest.
/// </summary>
public sealed class FitRun
{
    private readonly FitOptions _options;
    private readonly string _directory;
    private readonly bool _overwrite;

    /// <summary>Checks that the result can be written, before anything is opened or computed for it.</summary>
    /// <param name="options">How to fit.</param>
    /// <param name="directory">Where the result goes; made if it does not exist.</param>
    /// <param name="overwrite">Whether a result that is already there is replaced.</param>
    /// <exception cref="InputException">See <see cref="ResultDirectory.Prepare"/>.</exception>
    public FitRun(FitOptions options, string directory, bool overwrite)
    {
        ResultDirectory.Prepare(directory, overwrite);
        _options = options;
        _directory = directory;
        _overwrite = overwrite;
    }

    /// <summary>Name and version of the program, for the manifest.</summary>
    public required string Software { get; init; }

    /// <summary>The options as the user gave them, by their names, for the manifest.</summary>
    public IReadOnlyDictionary<string, string> DescribedOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>What is optimised; a journal and checkpoints go with least squares alone.</summary>
    public FitMethod Method { get; init; } = FitMethod.LeastSquares;

    /// <summary>Where the fit goes on if it was interrupted, or null.</summary>
    public IJobJournal? Journal { get; init; }

    /// <summary>How the output directory keeps the fit, where there is no journal; null to keep nothing.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Bytes of heap to keep within, or null; see <see cref="ProcessMemory.Limit"/>. Least squares alone does.
    /// </summary>
    public long? Heap { get; init; }

    /// <summary>Gets the time of the phases of the tile steps, or null.</summary>
    public StepProfile? Profile { get; init; }

    /// <summary>The server's job that this is, for the manifest, or null.</summary>
    public string? Job { get; init; }

    /// <summary>Where the picture is in the end.</summary>
    public string PicturePath => FileStore.Of(_directory).PathOf(ResultDirectory.PictureName);

    /// <summary>Fits, then publishes.</summary>
    /// <param name="raster">What to fit, read by window.</param>
    /// <param name="initial">Starting components, or null to find them.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Stops the fit within a second.</param>
    /// <returns>The fit, and the seconds that publishing took.</returns>
    /// <exception cref="InputException">The raster, the options or the directory cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no result is written.</exception>
    /// <exception cref="IOException">The disk is full or failed, or the object store does not answer.</exception>
    /// <exception cref="InsufficientMemoryException">More heap is needed than <see cref="Heap"/>.</exception>
    public (FitResult Fit, double PublishSeconds) Execute(
        IRaster raster, IReadOnlyList<Gaussian>? initial = null, IFitObserver? observer = null,
        CancellationToken cancellation = default)
    {
        try
        {
            return Run(raster, initial, observer, cancellation);
        }
        catch (OutOfMemoryException e) when (Heap is { } heap)
        {
            throw new InsufficientMemoryException(
                $"{raster.Info.Path}: the fit came to need more than the {ByteSize.Format(heap)} of heap that --memory "
                + $"leaves it; give {ByteSize.Format(ProcessMemory.LimitFor(heap + heap / 2))}, or take a smaller --tile; "
                + "where there is a checkpoint, --resume goes on from it", e);
        }
    }

    private (FitResult Fit, double PublishSeconds) Run(
        IRaster raster, IReadOnlyList<Gaussian>? initial, IFitObserver? observer, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        RefuseWeights(raster);
        if (Method != FitMethod.LeastSquares)
        {
            FitRules.Refuse(_options, "expectation maximisation");
        }

        raster = Profile is { } profile ? new CountingRaster(raster, profile) : raster;
        using OutputClaim claim = OutputClaim.ForFit(_directory, message => observer?.OnMessage(message));
        MemoryPlan plan = Heap is { } heap
            ? MemoryPlan.For(heap, raster.Info, _options, initial?.Count ?? 0, raster.HasWeights)
            : MemoryPlan.Unlimited(_options.Threads);
        FitOptions options = _options with { Threads = plan.Threads };
        using ScratchFile? scratch = Heap is null ? null : new ScratchFile(_directory);
        using Checkpoint? checkpoint = OpenCheckpoint(scratch, observer);
        IJobJournal journal = Journal ?? checkpoint ?? (IJobJournal)new MemoryJournal(new JournalContents(), scratch);
        FitResult fit = Method == FitMethod.LeastSquares
            ? LocalHost.Fit(
                raster, options, initial, observer, journal, plan.ComponentBytes, Profile, cancellation)
            : new ExpectationMaximizationFit(raster, options, Method, observer, Profile).Run(initial, cancellation);
        TimeSpan elapsed = watch.Elapsed;
        observer?.OnProgress(Publishing(fit, elapsed));
        PublisherOf(raster, options, plan).Publish(fit, cancellation);
        checkpoint?.Remove();
        return (fit, (watch.Elapsed - elapsed).TotalSeconds);
    }

    private void RefuseWeights(IRaster raster)
    {
        if (raster.HasWeights && Method != FitMethod.LeastSquares)
        {
            throw new InputException("--weights goes with --method lm, which weighs squares");
        }
    }

    private Checkpoint? OpenCheckpoint(ScratchFile? scratch, IFitObserver? observer)
    {
        if (Journal is null && Checkpoints is { } options)
        {
            return new Checkpoint(
                _directory, options.Resume, _overwrite, options.Interval, message => observer?.OnMessage(message),
                scratch);
        }

        Checkpoint.Discard(_directory, _overwrite);
        return null;
    }

    private ResultPublisher PublisherOf(IRaster raster, FitOptions options, MemoryPlan plan) =>
        new(raster, options, _directory)
        {
            RowsInMemory = plan.RowsInMemory,
            Software = Software,
            DescribedOptions = DescribedOptions,
            Overwrite = _overwrite,
            Job = Job,
        };

    private static FitProgress Publishing(FitResult fit, TimeSpan elapsed) => new(
        "write", 0, fit.Objective, null, null, 0, 0, fit.Tiles.Count, fit.Components.Count, fit.Pixels, null, elapsed,
        null);
}
