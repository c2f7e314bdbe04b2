using TiledFit.Core;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Levels;

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

    // A block of the coarse level: its mean, its pixel, copies of both, the planes of the step.
    private const long BlockBytes = 10 * sizeof(double);

    // A node of the background's mesh: what its cell tells, level and noise on the way to a spline, and that.
    private const long NodeBytes = 12 * sizeof(double);

    // A given component in the list and in its tile.
    private const long GivenBytes = 176;

    // Of a window: target, residual, trial, valid, its pixels and those of the windows that wait.
    private const int Planes = 5 + ReadAhead.WindowsAhead;

    // Of a window with weights: they, those of the windows that wait, and three tables of sums.
    private const int PlanesOfWeights = 4 + ReadAhead.WindowsAhead;

    // Of a window with another loss than the squares: what pixels weigh in H, at residual and trial, valid pixels,
    // counts, and three tables of sums.
    private const int PlanesOfLoss = 7;

    // Growth looks at the residual through templates of all scales.
    private const int PlanesOfGrowth = 7;

    // A pair's block in the normal matrix, in its factor and in the factor's inverse.
    private const long PairBytes = 3 * 36 * sizeof(double) / 2;

    // Neighbours that a free component is coupled to: those of spots, and those that growth in a relief comes to.
    private const int Neighbours = 46, NeighboursOfGrowth = 200;

    // A row while its group is written: the row, its columns, their pages.
    private const long WrittenRowBytes = 1600;

    // The collector needs room to work in: more where buffers of many sizes come and go.
    private const double Slack = 1.5, SlackOfGrowth = 2;

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
        bool grows = options.Grows(given == 0 ? null : given);
        long most = Math.Max(given, options.Components ?? (grows ? pixels / 140 : given));
        int planes = Planes + (hasWeights ? PlanesOfWeights : 0) + (grows ? PlanesOfGrowth : 0)
            + (options.Loss.Kind == LossKind.Squares ? 0 : PlanesOfLoss);
        long tiles = TileBytes * grid.Count;
        long blocks = CoarseGrid.For(grid, options) is { } coarse ? (long)coarse.Width * coarse.Height : 0;
        long nodes = NodesOf(raster, options, grows);
        long always = Fixed + tiles + GivenBytes * given + BlockBytes * blocks + NodeBytes * nodes;
        long worker = WorkerBytes(
            grid, (double)most / pixels, planes, grows ? NeighboursOfGrowth : Neighbours,
            grows ? SlackOfGrowth : Slack);
        long writing = WrittenRowBytes * Math.Min(most, ComponentSorter.RowGroupRows)
            + FewestRowsInMemory * (long)ComponentSorter.RowBytes;
        long least = always + Math.Max(worker, writing);
        if (heap < least)
        {
            string remedy = tiles > worker ? $", or take a larger --tile: there are {grid.Count} tiles"
                : worker > writing ? ", or take a smaller --tile" : "";
            throw new InputException(
                $"--memory is too little: the fit takes at least {ByteSize.Format(ProcessMemory.LimitFor(least))}, of which "
                + $"{ByteSize.Format(least)} are heap; give more{remedy}");
        }

        int threads = (int)Math.Clamp((heap - always) / worker, 1, options.Threads);
        long rows = (heap - always - writing) / (2 * ComponentSorter.RowBytes) + FewestRowsInMemory;
        return new MemoryPlan(
            threads, Math.Max(0, heap - always - threads * worker) / 2, (int)Math.Min(rows, int.MaxValue));
    }

    // Of the mesh that is asked for, or that the survey may choose.
    private static long NodesOf(RasterInfo raster, FitOptions options, bool grows)
    {
        int size = grows && options.Background.Choice == BackgroundChoice.Auto
            ? MeshGrid.DefaultSize
            : options.Background.MeshSize;
        long nodes = size == 0 ? 0 : new MeshGrid(raster.Width, raster.Height, size).Count;
        return nodes > MeshGrid.MostNodes ? 0 : nodes;
    }

    private static long WorkerBytes(TileGrid grid, double density, int planes, int neighbours, double slack)
    {
        PixelRectangle window = grid.WindowOf(grid.OwnerOf(grid.Width / 2.0, grid.Height / 2.0));
        double side = grid.TileSize + 2.0 * grid.Ring;
        double free = density * Math.Min(side, grid.Width) * Math.Min(side, grid.Height);
        double bytes = planes * sizeof(double) * (double)window.Area + PairBytes * free * Math.Min(free, neighbours);
        return (long)(slack * bytes);
    }
}
