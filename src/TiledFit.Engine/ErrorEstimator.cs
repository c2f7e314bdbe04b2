using System.Collections.Concurrent;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>
/// The errors of what a fit found, tile by tile: a window's pixels and one factor for each thread, whatever the raster.
/// It depends on the raster, the components and the tiles alone, so that all hosts give the same bits.
/// </summary>
public static class ErrorEstimator
{
    /// <summary>The fit with its components' errors, neighbours and flags; as it is where none are asked for.</summary>
    /// <param name="raster">What was fitted.</param>
    /// <param name="options">How.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FitResult Estimate(
        IRaster raster, FitOptions options, FitResult fit, CancellationToken cancellation = default)
    {
        if (!options.Errors.IsEstimated)
        {
            return fit;
        }

        var grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        ILookup<int, ComponentRow> rows = fit.Components.ToLookup(row => row.TileY * grid.Columns + row.TileX);
        IReadOnlyList<Component>[] components =
            [.. Enumerable.Range(0, grid.Count).Select(tile => rows[tile].Select(row => row.Component).ToArray())];
        IReadOnlyList<ComponentUncertainty>[] found = Run(raster, grid, options, components, cancellation);
        double freedom = found.Sum(tile => tile.Sum(component => component.Freedom));
        double noise = NoiseOf(fit, freedom);
        var results = new List<ComponentRow>(fit.Components.Count);
        for (int tile = 0; tile < grid.Count; tile++)
        {
            TileRow figures = fit.Tiles[tile];
            results.AddRange(rows[tile].Zip(found[tile], (row, estimate) => WithErrors(row, estimate, noise, figures)));
        }

        return fit with { Components = results };
    }

    private static IReadOnlyList<ComponentUncertainty>[] Run(
        IRaster raster, TileGrid grid, FitOptions options, IReadOnlyList<Component>[] components,
        CancellationToken cancellation)
    {
        var found = new IReadOnlyList<ComponentUncertainty>[grid.Count];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = options.Threads,
        };

        // A loop's own local state would be made anew for every task that the loop is cut into; these buffers are large.
        var idle = new ConcurrentBag<TileWorker>();
        Parallel.For(0, grid.Count, parallel, tile =>
        {
            TileWorker worker = idle.TryTake(out TileWorker? rested) ? rested : new TileWorker();
            found[tile] = worker.Errors(
                raster, grid, tile, options.Errors.BeamFwhm, other => components[other], cancellation);
            idle.Add(worker);
        });
        return found;
    }

    // σ² = E / (n − ν): the expectation of E is σ²·(n − ν) with ν what the fit takes, 6 a component in white noise, and
    // the parameters of the background.
    private static double NoiseOf(FitResult fit, double freedom)
    {
        int background = fit.Background.Kind switch
        {
            BackgroundKind.None => 0,
            BackgroundKind.Constant => 1,
            _ => 3,
        };
        double left = fit.Pixels - freedom - background;
        return left > 0 ? Math.Sqrt(fit.Objective / left) : double.NaN;
    }

    private static ComponentRow WithErrors(
        ComponentRow row, ComponentUncertainty estimate, double noise, TileRow tile)
    {
        ComponentErrors errors = estimate.Errors.Scale(noise);
        ComponentFlags flags = row.Component.Flags;
        flags |= estimate.Neighbour >= 0 ? ComponentFlags.Blended : ComponentFlags.None;
        flags |= tile.Status != TileRows.Active ? ComponentFlags.None : ComponentFlags.NotConverged;
        flags |= errors.IsPoor ? ComponentFlags.PoorlyDetermined : ComponentFlags.None;
        return row with
        {
            Component = row.Component with { Flags = flags },
            Errors = errors,
            SignalToNoise = row.Component.Shape.Amplitude / noise,
            Neighbour = estimate.Neighbour,
            LocalRms = Math.Sqrt(tile.Sse / tile.Pixels),
        };
    }
}
