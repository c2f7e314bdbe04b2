using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Memory;

/// <summary>
/// How a fit keeps within a heap: how many tiles are at work at once, and what of the components is in memory. No bit of
/// the result depends on it.
/// </summary>
/// <param name="Threads">Workers, each with a window.</param>
/// <param name="ComponentBytes">For components that are not at work.</param>
/// <param name="RowsInMemory">Rows of the result to sort at once.</param>
public sealed record MemoryPlan(int Threads, long ComponentBytes, int RowsInMemory)
{
    /// <summary>The plan where nothing is limited.</summary>
    /// <param name="threads">Workers.</param>
    public static MemoryPlan Unlimited(int threads) => new(threads, long.MaxValue, int.MaxValue);

    // Reports, schedule, picture, buffers of readers and writers.
    private const long Fixed = 48L << 20;

    // A tile's state, and its places in journal and schedule.
    private const long TileBytes = 2048;

    // A given component in the list and in its tile.
    private const long GivenBytes = 176;

    // Of a window: target, residual, trial, valid, its pixels and those of the windows that wait.
    private const int Planes = 5 + ReadAhead.WindowsAhead;

    // Of a window with weights: they, those of the windows that wait, and three tables of sums.
    private const int PlanesOfWeights = 4 + ReadAhead.WindowsAhead;

    // A component's blocks in the normal matrix and its factor, with some twenty neighbours; in a crowd ten times that.
    private const long FreeComponentBytes = 20_000;

    // A row while its group is written: the row, its columns, their pages.
    private const long WrittenRowBytes = 1600;

    // The collector needs room to work in.
    private const double Slack = 1.25;

    private const int FewestRowsInMemory = 20_000;

    /// <summary>Plans a fit by least squares.</summary>
    /// <param name="heap">Bytes that the heap may take.</param>
    /// <param name="raster">What is fitted.</param>
    /// <param name="options">How.</param>
    /// <param name="given">Components that are given.</param>
    /// <param name="hasWeights">Whether its pixels have weights.</param>
    /// <exception cref="InputException">One tile at a time is too much; says how much memory that would take.
    /// </exception>
    public static MemoryPlan For(long heap, RasterInfo raster, FitOptions options, int given, bool hasWeights = false)
    {
        var grid = new TileGrid(raster.Width, raster.Height, options.TileSize, options.Ring);
        long pixels = (long)raster.Width * raster.Height;
        long most = Math.Max(given, options.Components ?? (given > 0 && options.Rmse is null ? given : pixels / 140));
        long always = Fixed + TileBytes * grid.Count + GivenBytes * given;
        long worker = WorkerBytes(grid, most, pixels, hasWeights ? Planes + PlanesOfWeights : Planes);
        long writing = WrittenRowBytes * Math.Min(most, ComponentSorter.RowGroupRows)
            + FewestRowsInMemory * (long)ComponentSorter.RowBytes;
        long least = always + Math.Max(worker, writing);
        if (heap < least)
        {
            throw new InputException(
                $"the fit takes at least {ByteSize.Format(least)} of heap and may have {ByteSize.Format(heap)}; "
                + (worker > writing ? "give more, or take a smaller --tile" : "give more"));
        }

        int threads = (int)Math.Clamp((heap - always) / worker, 1, options.Threads);
        long rows = (heap - always - writing) / (2 * ComponentSorter.RowBytes) + FewestRowsInMemory;
        return new MemoryPlan(
            threads, Math.Max(0, heap - always - threads * worker) / 2, (int)Math.Min(rows, int.MaxValue));
    }

    private static long WorkerBytes(TileGrid grid, long components, long pixels, int planes)
    {
        PixelRectangle window = grid.WindowOf(grid.OwnerOf(grid.Width / 2.0, grid.Height / 2.0));
        double freed = Math.Min(grid.TileSize + 2.0 * grid.Ring, grid.Width)
            * Math.Min(grid.TileSize + 2.0 * grid.Ring, grid.Height);
        double bytes = planes * sizeof(double) * (double)window.Area + FreeComponentBytes * components * freed / pixels;
        return (long)(Slack * bytes);
    }
}
