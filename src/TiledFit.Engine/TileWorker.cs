using System.Diagnostics;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// Carries out a job's commands on one thread: reads the window when the command starts, runs the pure function, and
/// gives back the event. Its buffers live as long as it does.
/// </summary>
internal sealed class TileWorker
{
    private readonly IRaster _raster;
    private readonly TileGrid _grid;
    private readonly ComponentStore _store;
    private readonly TileWorkspace _workspace = new();
    private double[] _pixels = [];

    public TileWorker(IRaster raster, TileGrid grid, ComponentStore store)
    {
        _raster = raster;
        _grid = grid;
        _store = store;
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">Of a tile.</param>
    /// <param name="onChange">Hears the change of the objective so far, after each iteration of a step.</param>
    /// <param name="cancellation">Stops the command.</param>
    public JobEvent Run(JobCommand command, Action<double>? onChange, CancellationToken cancellation) => command switch
    {
        SurveyTile survey => new TileSurveyed(survey.Tile, Survey(survey.Tile)),
        CountTile count => new TileCounted(count.Tile, count.Sweep, Count(count)),
        StepTile step => Step(step, onChange, cancellation),
        _ => throw new UnreachableException(command.ToString()),
    };

    private TileSurvey Survey(int tile)
    {
        PixelRectangle core = _grid.CoreOf(tile);
        ReadOnlySpan<double> pixels = Read(core).Span;
        return TileSurvey.Of(core, pixels, 0.5 * (_grid.Width - 1), 0.5 * (_grid.Height - 1));
    }

    private TileCount Count(CountTile command)
    {
        int tile = command.Tile;
        PixelRectangle core = _grid.CoreOf(tile);
        IReadOnlyList<Component> owned = _store.Of(tile);
        IReadOnlyList<FreeComponent> asFree =
            [.. owned.Select(component => new FreeComponent(tile, component, ReachBox.Unbounded))];
        PixelRectangle bounds = StepAssembly.BoundsOf(_grid, tile, asFree).Union(core);
        return TileRecount.Run(
            core, bounds, Read(bounds).Span, command.Background, owned,
            StepAssembly.FrozenComponents(_grid, tile, bounds, asFree, _store.Of), _workspace);
    }

    private TileStepped Step(StepTile command, Action<double>? onChange, CancellationToken cancellation)
    {
        int tile = command.Tile;
        IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(_grid, tile, _store.Of);
        PixelRectangle bounds = command.Options.Selection is null
            ? StepAssembly.BoundsOf(_grid, tile, free)
            : _grid.WindowOf(tile);
        if (bounds.IsEmpty)
        {
            return new TileStepped(tile, command.Sweep, command.State, TileStepStatistics.Nothing);
        }

        var request = new TileStepRequest(
            tile,
            command.Sweep,
            _grid.CoreOf(tile),
            bounds,
            Read(bounds),
            command.Background,
            StepAssembly.LimitTo(_grid, bounds, free),
            StepAssembly.FrozenComponents(_grid, tile, bounds, free, _store.Of),
            _grid.LimitsOf(tile),
            command.State,
            command.Options);
        TileStepResult result = TileStep.Run(request, _workspace, onChange, cancellation);
        _store.Apply(result);
        return new TileStepped(tile, command.Sweep, result.State, result.Statistics);
    }

    private ReadOnlyMemory<double> Read(PixelRectangle window)
    {
        int length = checked((int)window.Area);
        if (_pixels.Length < length)
        {
            _pixels = new double[length];
        }

        _raster.Read(window, _pixels.AsSpan(0, length));
        return _pixels.AsMemory(0, length);
    }
}
