using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>Rows of the result's table of tiles.</summary>
public static class TileRows
{
    /// <summary>The status of a tile that had not come to rest.</summary>
    public const string Active = "active";

    /// <summary>The status of a tile that had come to rest.</summary>
    public const string Settled = "settled";

    /// <summary>The rows of the coarse level's components, with the tiles that hold their centres.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="state">The job.</param>
    public static IReadOnlyList<ComponentRow> CoarseOf(TileGrid grid, FitJobState state) =>
    [
        .. state.CoarseComponents.Select(component =>
        {
            (int x, int y) = grid.PositionOf(grid.OwnerOf(component.Shape.X, component.Shape.Y));
            return new ComponentRow(component, x, y, Level: 1);
        }),
    ];

    /// <summary>The row of a tile when its job has finished.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="state">What its region knows of it.</param>
    /// <param name="job">The job.</param>
    /// <param name="seconds">Time spent on its steps.</param>
    public static TileRow Of(TileGrid grid, int tile, TileState state, FitJob job, double seconds)
    {
        (int x, int y) = grid.PositionOf(tile);
        PixelRectangle core = grid.CoreOf(tile);
        bool atRest = job.State.IsSettled || !state.IsAwake(job.Activity);
        string status = state.Count!.Pixels == 0 ? "empty" : atRest ? Settled : Active;
        return new TileRow(
            x, y, core.X, core.Y, core.Width, core.Height, state.Count.Pixels, state.Components, state.Count.Squares,
            state.Steps, seconds, status);
    }
}
