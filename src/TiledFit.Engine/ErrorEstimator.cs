using System.Collections.Concurrent;
using TiledFit.Core.Levels;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Rendering;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Levels;

namespace TiledFit.Engine;

/// <summary>
/// The errors of what a fit found, tile by tile: a window's pixels and one factor for each thread, whatever the raster.
/// It depends on the raster, the components and the tiles alone, so that all hosts give the same bits.
/// </summary>
public static class ErrorEstimator
{
    /// <summary>The rows of a fit's components with their errors, in tile order and in memory.</summary>
    /// <param name="raster">What was fitted.</param>
    /// <param name="options">How.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ComponentRow> Estimate(
        IRaster raster, FitOptions options, FitResult fit, CancellationToken cancellation = default)
    {
        var tiles = new ComponentRow[fit.Components.TileCount + 1][];
        Func<ComponentRow, ComponentRow> finish = Estimate(
            raster, options, fit, (tile, rows) => tiles[tile] = rows, cancellation);
        return [.. tiles.SelectMany(rows => rows).Select(finish)];
    }

    /// <summary>The same, with rows that go elsewhere tile by tile before the noise is known.</summary>
    /// <param name="raster">What was fitted.</param>
    /// <param name="options">How.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="take">Takes the rows of a tile, from several threads; at last, under the number of tiles, those of
    /// the coarse level.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What makes a finished row of each of them.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static Func<ComponentRow, ComponentRow> Estimate(
        IRaster raster, FitOptions options, FitResult fit, Action<int, ComponentRow[]> take,
        CancellationToken cancellation)
    {
        if (!options.Errors.IsEstimated)
        {
            for (int tile = 0; tile < fit.Components.TileCount; tile++)
            {
                cancellation.ThrowIfCancellationRequested();
                take(tile, [.. fit.Components.RowsOf(tile)]);
            }

            take(fit.Components.TileCount, [.. fit.Components.Coarse]);
            return row => row;
        }

        double noise = NoiseOf(fit, EstimateTiles(raster, options, fit, take, cancellation));
        return row => AtNoise(row, noise);
    }

    // The degrees of freedom that the components take.
    private static double EstimateTiles(
        IRaster raster, FitOptions options, FitResult fit, Action<int, ComponentRow[]> take,
        CancellationToken cancellation)
    {
        var grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        double[] freedom = new double[grid.Count];
        // A loop's own local state would be made anew for every task that the loop is cut into; these buffers are large.
        var idle = new ConcurrentBag<TileWorker>();
        new WindowLoop(options.Threads, cancellation).ForEach(Enumerable.Range(0, grid.Count), tile =>
        {
            TileWorker worker = idle.TryTake(out TileWorker? rested) ? rested : new TileWorker();
            IReadOnlyList<ComponentUncertainty> found = worker.Errors(
                raster, grid, tile, options, fit.Components.OfTile,
                options.Loss.Kind == LossKind.Poisson ? fit.Background : null, cancellation);
            idle.Add(worker);
            freedom[tile] = found.Sum(component => component.Freedom);
            take(tile, [.. fit.Components.RowsOf(tile).Zip(found, (row, estimate) => AtUnitNoise(
                row, estimate, fit.Tiles[tile], options.Loss.Kind == LossKind.Poisson))]);
        });
        return freedom.Sum() + EstimateCoarse(grid, options, fit, take, cancellation);
    }

    private static double EstimateCoarse(
        TileGrid grid, FitOptions options, FitResult fit, Action<int, ComponentRow[]> take,
        CancellationToken cancellation)
    {
        IReadOnlyList<ComponentRow> rows = fit.Components.Coarse;
        IReadOnlyList<ComponentUncertainty> found = CoarseGrid.For(grid, options) is { } coarse
            ? CoarseUncertainty.Run(
                coarse.Width, coarse.Height, coarse.Side, [.. rows.Select(row => row.Component)],
                options.Errors.BeamFwhm, cancellation)
            : [];
        take(grid.Count, [.. rows.Zip(found, (row, estimate) => AtUnitNoise(
            row, estimate, fit.Tiles[grid.OwnerOf(row.Component.Shape.X, row.Component.Shape.Y)], false))]);
        return found.Sum(component => component.Freedom);
    }

    // σ² = E / (n − ν), the variance at weight 1: the expectation of E is σ²·(n − ν) with ν what the fit takes, 6 a
    // component in white noise, and the parameters of a background that is fitted along.
    private static double NoiseOf(FitResult fit, double freedom)
    {
        int background = fit.Background.Kind switch
        {
            BackgroundKind.None or BackgroundKind.Mesh => 0,
            BackgroundKind.Constant => 1,
            _ => 3,
        };
        double left = fit.Pixels - freedom - background;
        return fit.Loss is { } loss ? loss.NoiseAt(fit.Pixels, freedom + background)
            : left > 0 ? Math.Sqrt(fit.Objective / left)
            : double.NaN;
    }

    private static ComponentRow AtUnitNoise(
        ComponentRow row, ComponentUncertainty estimate, TileRow tile, bool isOfCounts)
    {
        ComponentFlags flags = row.Component.Flags;
        flags |= estimate.Neighbour >= 0 ? ComponentFlags.Blended : ComponentFlags.None;
        flags |= tile.Status != TileRows.Active ? ComponentFlags.None : ComponentFlags.NotConverged;
        return row with
        {
            Component = row.Component with { Flags = flags },
            Errors = estimate.Errors,
            Neighbour = estimate.Neighbour,
            LocalRms = Math.Sqrt(tile.Sse / tile.Pixels / (isOfCounts ? 1 : estimate.Weight)),
            SignalToNoise = Math.Abs(row.Component.Shape.Amplitude) * Math.Sqrt(estimate.Weight),
        };
    }

    private static ComponentRow AtNoise(ComponentRow row, double noise)
    {
        ComponentErrors errors = row.Errors!.Value.Scale(noise);
        ComponentFlags flags = row.Component.Flags;
        flags |= errors.IsPoor ? ComponentFlags.PoorlyDetermined : ComponentFlags.None;
        return row with
        {
            Component = row.Component with { Flags = flags },
            Errors = errors,
            SignalToNoise = row.SignalToNoise / noise,
        };
    }
}
