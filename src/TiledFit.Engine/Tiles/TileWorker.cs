using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>
/// Does the numerical work of orders, one at a time: reads the window when the work starts and runs the pure function.
/// Its buffers live as long as it does.
/// </summary>
public sealed class TileWorker
{
    private readonly PhaseClock? _clock;
    private readonly TileWorkspace _workspace;
    private readonly TileUncertainty _uncertainty;
    private readonly TileStepReader _reader;
    private readonly PixelBuffer _pixels = new();

    /// <summary>A worker without orders.</summary>
    /// <param name="profile">Gets the time of the phases of its steps, or null.</param>
    public TileWorker(StepProfile? profile = null)
    {
        _clock = profile?.AddClock();
        _reader = new TileStepReader(profile);
        _workspace = new TileWorkspace(_clock);
        _uncertainty = new TileUncertainty(_workspace);
    }

    /// <summary>Looks at the pixels of a tile's core.</summary>
    public TileSurvey Survey(IRaster raster, TileGrid grid, SurveyTile order)
    {
        PixelRectangle core = grid.CoreOf(order.Tile);
        PixelData pixels = _pixels.Read(raster, core);
        double originX = 0.5 * (grid.Width - 1), originY = 0.5 * (grid.Height - 1);
        TileSurvey survey = order.IsRobust
            ? TileSurvey.Of(core, pixels.Values.Span, originX, originY, pixels.Weights.Span)
            : TileSurvey.RangeOf(core, pixels.Values.Span, originX, originY, pixels.Weights.Span);
        return order.MeshSize == 0 ? survey : survey with
        {
            Mesh =
            [
                MeshPart.Survey(
                    new MeshGrid(grid.Width, grid.Height, order.MeshSize), core,
                    window => _pixels.Read(raster, window).Values),
            ],
        };
    }

    /// <summary>Counts a tile's share of the objective.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="order">What is asked.</param>
    /// <param name="componentsOf">The components of the tile, and of its neighbours as far as it sees them.</param>
    /// <param name="cancellation">Stops the count.</param>
    public TileCount Count(
        IRaster raster, TileGrid grid, CountTile order, Func<int, IReadOnlyList<Component>> componentsOf,
        CancellationToken cancellation)
    {
        int tile = order.Tile;
        PixelRectangle core = grid.CoreOf(tile);
        IReadOnlyList<Component> owned = componentsOf(tile);
        IReadOnlyList<FreeComponent> asFree =
            [.. owned.Select(component => new FreeComponent(tile, component, ReachBox.Unbounded))];
        PixelRectangle bounds = StepAssembly.BoundsOf(grid, tile, asFree).Union(core);
        PixelData pixels = _pixels.Read(raster, bounds);
        return TileRecount.Run(
            core, bounds, pixels.Values.Span, order.Background, owned,
            [.. StepAssembly.FrozenComponents(grid, tile, bounds, asFree, componentsOf), .. order.Coarse ?? []], _workspace,
            order.NeedsGradient, pixels.Weights.Span, order.Loss, order.Restrictions, order.BlockSide, cancellation);
    }

    /// <summary>Reads for a step and runs it.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="order">What is asked.</param>
    /// <param name="componentsOf">The components of the tile, and of its neighbours as far as it sees them.</param>
    /// <param name="cancellation">Stops the step.</param>
    public TileStepResult Step(
        IRaster raster, TileGrid grid, StepTile order, Func<int, IReadOnlyList<Component>> componentsOf,
        CancellationToken cancellation) =>
        Step(order, _reader.Read(raster, grid, order, componentsOf), null, cancellation);

    /// <summary>Runs a step that has been read for.</summary>
    /// <param name="order">What is asked.</param>
    /// <param name="request">What it depends on; null when there is nothing to move.</param>
    /// <param name="onChange">Hears the change of the objective so far, after each iteration.</param>
    /// <param name="cancellation">Stops the step.</param>
    internal TileStepResult Step(
        StepTile order, TileStepRequest? request, Action<double>? onChange, CancellationToken cancellation)
    {
        if (request is null)
        {
            return new TileStepResult(order.Tile, order.Sweep, [], [], [], order.State, TileStepStatistics.Nothing);
        }

        _clock?.Begin(StepPhase.Target);
        TileStepResult result = TileStep.Run(request, _workspace, onChange, cancellation);
        _clock?.End();
        return result;
    }

    /// <summary>The errors of a tile's components at noise of unit variance.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="options">In which noise, and what of the components is not free.</param>
    /// <param name="componentsOf">The components of the tile and of its neighbours.</param>
    /// <param name="ofCounts">With the loss of counts the background, which weighs in their errors; else null.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<ComponentUncertainty> Errors(
        IRaster raster, TileGrid grid, int tile, FitOptions options, Func<int, IReadOnlyList<Component>> componentsOf,
        Background? ofCounts, CancellationToken cancellation)
    {
        if (componentsOf(tile).Count == 0)
        {
            return [];
        }

        IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(grid, tile, componentsOf);
        PixelRectangle bounds = StepAssembly.BoundsOf(grid, tile, free);
        bounds = bounds.IsEmpty ? grid.CoreOf(tile) : bounds;
        PixelData pixels = _pixels.Read(raster, bounds);
        return _uncertainty.Run(
            tile, bounds, pixels.Values.Span, free, options.Errors.BeamFwhm, pixels.Weights.Span,
            ofCounts is null
                ? null
                : (ofCounts, StepAssembly.FrozenComponents(grid, tile, bounds, free, componentsOf)),
            options.Restrictions,
            cancellation);
    }
}
