using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>
/// Sorts the components of a tile and its neighbours into those that a step moves and those that it holds: free are the
/// owned ones, and the neighbours' whose centre lies in the ring and whose support both windows hold.
/// </summary>
public static class StepAssembly
{
    // A free component may widen by this factor, and move by this many pixels more, before its support leaves the
    // pixels that were read.
    private const double RoomToGrow = 1.35;
    private const int RoomToMove = 4;

    /// <summary>The free components of a tile's step, owner by owner in tile order.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">The stepping tile.</param>
    /// <param name="componentsOf">The components of a tile.</param>
    public static IReadOnlyList<FreeComponent> FreeComponents(
        TileGrid grid, int tile, Func<int, IReadOnlyList<Component>> componentsOf)
    {
        ReachBox limits = grid.LimitsOf(tile);
        var free = new List<FreeComponent>();
        foreach (int owner in grid.NeighboursOf(tile).Append(tile).Order())
        {
            ReachBox both = limits.Intersect(grid.LimitsOf(owner));
            foreach (Component component in componentsOf(owner))
            {
                if (owner == tile || IsFreed(grid, tile, component.Shape, both))
                {
                    free.Add(new FreeComponent(owner, component, both));
                }
            }
        }

        return free;
    }

    /// <summary>
    /// The pixels of a step: the bounding box of all free supports, each with room to move and to grow, inside the
    /// window; empty when nothing is free or nothing touches the raster.
    /// </summary>
    public static PixelRectangle BoundsOf(TileGrid grid, int tile, IReadOnlyList<FreeComponent> free)
    {
        double left = double.PositiveInfinity, top = left, right = double.NegativeInfinity, bottom = right;
        foreach (FreeComponent component in free)
        {
            Gaussian shape = component.Component.Shape;
            double width = RoomToGrow * shape.HalfWidth + RoomToMove;
            double height = RoomToGrow * shape.HalfHeight + RoomToMove;
            left = Math.Min(left, shape.X - width);
            right = Math.Max(right, shape.X + width);
            top = Math.Min(top, shape.Y - height);
            bottom = Math.Max(bottom, shape.Y + height);
        }

        PixelRectangle window = grid.WindowOf(tile);
        int x = (int)Math.Max(Math.Ceiling(left), window.X), y = (int)Math.Max(Math.Ceiling(top), window.Y);
        int x1 = (int)Math.Min(Math.Floor(right), window.Right - 1);
        int y1 = (int)Math.Min(Math.Floor(bottom), window.Bottom - 1);
        return x1 < x || y1 < y ? default : new PixelRectangle(x, y, x1 - x + 1, y1 - y + 1);
    }

    /// <summary>
    /// Free components whose limits are narrowed to the pixels of the step, except at the raster's edge.
    /// </summary>
    public static IReadOnlyList<FreeComponent> LimitTo(
        TileGrid grid, PixelRectangle bounds, IReadOnlyList<FreeComponent> free)
    {
        var box = new ReachBox(
            bounds.X == 0 ? double.NegativeInfinity : bounds.X,
            bounds.Y == 0 ? double.NegativeInfinity : bounds.Y,
            bounds.Right == grid.Width ? double.PositiveInfinity : bounds.Right - 1,
            bounds.Bottom == grid.Height ? double.PositiveInfinity : bounds.Bottom - 1);
        return [.. free.Select(component => component with { Limits = component.Limits.Intersect(box) })];
    }

    /// <summary>The components of a tile and its neighbours that reach the pixels but are not free.</summary>
    public static IReadOnlyList<Component> FrozenComponents(
        TileGrid grid, int tile, PixelRectangle bounds, IReadOnlyList<FreeComponent> free,
        Func<int, IReadOnlyList<Component>> componentsOf)
    {
        HashSet<long> freeIds = [.. free.Select(component => component.Component.Id)];
        var frozen = new List<Component>();
        foreach (int owner in grid.NeighboursOf(tile).Append(tile).Order())
        {
            foreach (Component component in componentsOf(owner))
            {
                if (!freeIds.Contains(component.Id) && Support.Reaches(component.Shape, bounds))
                {
                    frozen.Add(component);
                }
            }
        }

        return frozen;
    }

    /// <summary>
    /// The components of an owner that matter to a step, or a count, of a tile beside it: those that it frees and those
    /// that reach its window.
    /// </summary>
    public static IReadOnlyList<Component> SeenBy(
        TileGrid grid, int tile, int owner, IReadOnlyList<Component> components)
    {
        ReachBox both = grid.LimitsOf(tile).Intersect(grid.LimitsOf(owner));
        PixelRectangle window = grid.WindowOf(tile);
        return [.. components.Where(component =>
            Support.Reaches(component.Shape, window) || IsFreed(grid, tile, component.Shape, both))];
    }

    private static bool IsFreed(TileGrid grid, int tile, in Gaussian shape, ReachBox both) =>
        grid.IsInRing(tile, shape.X, shape.Y) && both.Holds(shape);
}
