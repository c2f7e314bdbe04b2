using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>Runs a fit on the threads of this process.</summary>
public static class LocalHost
{
    /// <summary>Fits a raster.</summary>
    /// <param name="raster">The raster, read by window.</param>
    /// <param name="options">What to do.</param>
    /// <param name="initial">Starting components, or null to find them.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="journal">Where the fit goes on if it was interrupted, or null to keep nothing.</param>
    /// <param name="memory">Bytes for components that are not at work; the journal gives back the others.</param>
    /// <param name="profile">Gets the time of the phases of the tile steps, or null.</param>
    /// <param name="cancellation">Stops the fit within a second.</param>
    /// <exception cref="TiledFit.Core.InputException">The raster or the options cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FitResult Fit(
        IRaster raster,
        FitOptions options,
        IReadOnlyList<Gaussian>? initial = null,
        IFitObserver? observer = null,
        IJobJournal? journal = null,
        long memory = long.MaxValue,
        StepProfile? profile = null,
        CancellationToken cancellation = default) =>
        new LocalRun(raster, options, initial, observer, journal, memory, profile, cancellation).Execute();
}
