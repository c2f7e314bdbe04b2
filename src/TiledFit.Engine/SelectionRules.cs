using TiledFit.Core;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>What a mesh as background and a significance of components do not go with.</summary>
internal static class SelectionRules
{
    /// <summary>Checks a fit before it begins.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="given">Components that are given, or null to find them.</param>
    /// <exception cref="InputException">The mesh would have too many nodes, or counts would be fitted above it; or
    /// nothing is selected.</exception>
    public static void Check(IRaster raster, FitOptions options, int? given)
    {
        if (options.Background.MeshSize is > 0 and int size)
        {
            CheckMesh(new MeshGrid(raster.Info.Width, raster.Info.Height, size), options);
        }

        if (options.Significance is not null && !options.Grows(given))
        {
            throw new InputException(
                "--significance selects among components that are sought; those of --init stay as many, so leave out "
                + "one of them");
        }
    }

    /// <summary>Refuses them where there is neither.</summary>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="what">What knows neither, such as a profile.</param>
    /// <exception cref="InputException">One is asked for.</exception>
    public static void Refuse(FitOptions options, string what)
    {
        if (options.Background.MeshSize > 0)
        {
            throw new InputException(
                $"--background {options.Background} goes with rasters and --method lm, not with {what}; take plane");
        }

        if (options.Significance is not null)
        {
            throw new InputException($"--significance goes with rasters and --method lm, not with {what}");
        }
    }

    private static void CheckMesh(MeshGrid grid, FitOptions options)
    {
        if (grid.Count > MeshGrid.MostNodes)
        {
            int enough = grid.Size;
            while (enough < MeshGrid.LargestSize
                && new MeshGrid(grid.Width, grid.Height, enough).Count > MeshGrid.MostNodes)
            {
                enough++;
            }

            throw new InputException(
                $"--background {options.Background}: a mesh of {grid.Columns} × {grid.Rows} nodes is more than the "
                + $"{MeshGrid.MostNodes} that a fit keeps in memory; take mesh:{enough} or larger cells");
        }

        if (options.Loss.Kind == LossKind.Poisson)
        {
            throw new InputException(
                $"--loss poisson does not go with --background {options.Background}, whose levels may fall to zero, "
                + "where counts are impossible; take constant or plane, which are fitted along");
        }
    }
}
