using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;
using TiledFit.Tiling.Levels;

namespace TiledFit.Engine;

/// <summary>Given components: checked against the raster and the tiles, and distributed.</summary>
public static class InitialComponents
{
    // What is narrower falls between the pixels, and what is wider is a background; beyond, the arithmetic ends.
    private const double Narrowest = 1e-3, Widest = 1e7;

    /// <summary>
    /// Puts given components into the tiles that hold their centres, but for those of the coarse level; their
    /// identities are their rows.
    /// </summary>
    /// <returns>The tiles in their order, as a job finds them at its start.</returns>
    /// <exception cref="InputException">A component is invalid or does not lie in its tile's window, or there are more
    /// than the ceiling allows.</exception>
    public static IReadOnlyList<TileSnapshot> Distribute(
        IReadOnlyList<Gaussian> initial, TileGrid grid, FitOptions options, IFitObserver? observer)
    {
        initial = Conform(initial, options.Restrictions);
        Check(initial, grid, options, observer);
        var tiles = new List<Component>?[grid.Count];
        CoarseGrid? coarse = CoarseGrid.For(grid, options);
        for (int row = 0; row < initial.Count; row++)
        {
            if (!IsCoarse(initial[row], grid, coarse))
            {
                int owner = grid.OwnerOf(initial[row].X, initial[row].Y);
                (tiles[owner] ??= []).Add(new Component(row, initial[row]));
            }
        }

        return [.. tiles.Select((components, tile) => new TileSnapshot(tile, 0, components?.ToArray() ?? [], []))];
    }

    /// <summary>The given components that no tile takes, but the coarse level does; their identities are their rows.
    /// </summary>
    public static IReadOnlyList<Component> CoarseOf(IReadOnlyList<Gaussian> initial, TileGrid grid, FitOptions options)
    {
        CoarseGrid? coarse = CoarseGrid.For(grid, options);
        return coarse is null ? [] :
        [
            .. initial.Select((shape, row) => new Component(row, shape))
                .Where(component => IsCoarse(component.Shape, grid, coarse)),
        ];
    }

    private static bool IsCoarse(in Gaussian g, TileGrid grid, CoarseGrid? coarse) =>
        coarse is not null && !grid.LimitsOf(grid.OwnerOf(g.X, g.Y)).Holds(g) && coarse.Takes(g);

    // A shape that the rule of shapes does not allow is replaced; a σ beyond its limits is not.
    private static IReadOnlyList<Gaussian> Conform(
        IReadOnlyList<Gaussian> initial, ComponentRestrictions? restrictions) => restrictions is null
            ? initial
            : [.. initial.Select((g, row) => g.IsValid ? Conform(g, row, restrictions) : g)];

    private static Gaussian Conform(in Gaussian given, int row, ComponentRestrictions restrictions)
    {
        Gaussian g = restrictions.Shape.Conform(given);
        return restrictions.Holds(g)
            ? restrictions.Conform(g)
            : throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"initial component in row {row + 1} of --init has standard deviations of {g.SigmaMajor:R} and "
                + $"{g.SigmaMinor:R} px along its axes, beyond {LimitsOf(restrictions)}; widen the limits or change "
                + $"the row"));
    }

    private static string LimitsOf(ComponentRestrictions restrictions) => string.Join(
        " or ",
        new[] { ("--sigma-min", restrictions.SigmaMin), ("--sigma-max", restrictions.SigmaMax) }
            .Where(limit => limit.Item2 is not null)
            .Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Item1} {limit.Item2}")));

    /// <exception cref="InputException">A component is invalid or does not lie in its tile's window, or there are more
    /// than the ceiling allows.</exception>
    internal static void Check(
        IReadOnlyList<Gaussian> initial, TileGrid grid, FitOptions options, IFitObserver? observer)
    {
        CoarseGrid? coarse = CoarseGrid.For(grid, options);
        int outside = 0;
        for (int row = 0; row < initial.Count; row++)
        {
            Gaussian g = initial[row];
            if (!g.IsValid)
            {
                throw new InputException(
                    $"initial component in row {row + 1} is not a Gaussian: amplitude must be finite, chol_11 and "
                    + "chol_22 positive.");
            }

            if (g.Amplitude < 0 && !options.AllowsNegative)
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"initial component in row {row + 1} has the amplitude {g.Amplitude:R}, which is negative; take "
                    + $"--amplitude signed for components of either sign"));
            }

            if (Math.Min(g.L11, g.L22) < Narrowest || Math.Max(g.L11, g.HalfHeight / Support.Radius) > Widest)
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"initial component in row {row + 1} has a width that no raster shows: chol_11 and chol_22 must be at "
                    + $"least {Narrowest} px, and no standard deviation more than {Widest} px."));
            }

            if (!grid.LimitsOf(grid.OwnerOf(g.X, g.Y)).Holds(g) && !IsCoarse(g, grid, coarse))
            {
                double reach = Math.Max(g.HalfWidth, g.HalfHeight);
                throw new InputException(
                    $"initial component in row {row + 1} reaches {Math.Ceiling(reach):F0} px from its centre "
                    + $"(5 sigma), out of its tile's window; --tile {grid.TileSize} --ring {grid.Ring} take any up to "
                    + $"{grid.Reach:F0} px; use --tile {2 * Math.Ceiling(reach + grid.Ring):F0} or more, --levels 2, or "
                    + "--tile 0.");
            }

            outside += g.X < -0.5 || g.X >= grid.Width - 0.5 || g.Y < -0.5 || g.Y >= grid.Height - 0.5 ? 1 : 0;
        }

        if (options.Components < initial.Count)
        {
            throw new InputException(
                $"--init holds {initial.Count} components, more than --components {options.Components} allows.");
        }

        if (outside > 0)
        {
            observer?.OnMessage(
                $"{outside} of {initial.Count} initial components have their centre outside the raster; kept.");
        }

        // A factor e^α does not lead away from 0.
        int empty = initial.Count(g => g.Amplitude == 0);
        if (empty > 0 && options.Restrictions?.Step != StepKind.Bounded)
        {
            observer?.OnMessage(
                $"{empty} of {initial.Count} initial components have amplitude 0 and keep it; --step bounded can raise "
                + "it.");
        }
    }
}
