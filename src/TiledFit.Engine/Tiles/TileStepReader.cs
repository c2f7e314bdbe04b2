using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>
/// Gathers what a step depends on: sorts the components and reads the pixels that the free ones can touch. One step at a
/// time: the pixels are in its buffer until it reads the next.
/// </summary>
internal sealed class TileStepReader
{
    private readonly PhaseClock? _clock;
    private readonly PixelBuffer _pixels = new();

    /// <summary>A reader with an empty buffer.</summary>
    /// <param name="profile">Gets the time that it takes, or null.</param>
    public TileStepReader(StepProfile? profile) => _clock = profile?.AddClock();

    /// <summary>Reads for a step, all of whose neighbours have done what its colour waits for.</summary>
    /// <returns>Null when nothing is free, or nothing of it touches the raster.</returns>
    /// <exception cref="Core.InputException">The raster cannot be read any more.</exception>
    public TileStepRequest? Read(
        IRaster raster, TileGrid grid, StepTile order, Func<int, IReadOnlyList<Component>> componentsOf)
    {
        _clock?.Begin(StepPhase.Assemble);
        try
        {
            int tile = order.Tile;
            IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(grid, tile, componentsOf);
            PixelRectangle bounds = order.Options.Selection is null
                ? StepAssembly.BoundsOf(grid, tile, free)
                : grid.WindowOf(tile);
            return bounds.IsEmpty ? null : RequestOf(raster, grid, order, bounds, free, componentsOf);
        }
        finally
        {
            _clock?.Pause();
        }
    }

    private TileStepRequest RequestOf(
        IRaster raster, TileGrid grid, StepTile order, PixelRectangle bounds, IReadOnlyList<FreeComponent> free,
        Func<int, IReadOnlyList<Component>> componentsOf)
    {
        _clock?.OnEnter(StepPhase.Read);
        PixelData pixels = _pixels.Read(raster, bounds);
        _clock?.OnEnter(StepPhase.Assemble);
        return new TileStepRequest(
            order.Tile,
            order.Sweep,
            grid.CoreOf(order.Tile),
            bounds,
            pixels.Values,
            order.Background,
            StepAssembly.LimitTo(grid, bounds, free),
            [.. StepAssembly.FrozenComponents(grid, order.Tile, bounds, free, componentsOf), .. order.Coarse ?? []],
            grid.LimitsOf(order.Tile),
            order.State,
            order.Options)
        {
            Weights = pixels.Weights,
        };
    }
}
