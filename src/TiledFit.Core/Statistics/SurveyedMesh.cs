using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>A mesh, and what its cells tell besides.</summary>
/// <param name="Mesh">The mesh.</param>
/// <param name="Roughness">The median over the cells of √(2(1 − ρ)), ρ the correlation of neighbouring pixels; √2 where
/// no cell has noise.</param>
/// <param name="CrowdedShare">The share of cells that hold too many sources for a mode.</param>
public sealed record SurveyedMesh(BackgroundMesh Mesh, double Roughness, double CrowdedShare)
{
    /// <summary>The mesh of its cells.</summary>
    /// <param name="grid">Where its nodes are.</param>
    /// <param name="parts">All cells, each in one part; their order plays no role.</param>
    /// <exception cref="InputException">No cell has enough pixels with data, or values are too large.</exception>
    public static SurveyedMesh Of(MeshGrid grid, IReadOnlyList<MeshPart> parts)
    {
        if (parts.Any(part => part.Levels.Concat(part.Noise).Any(double.IsInfinity)))
        {
            throw new InputException(
                "--background mesh: the raster's values are too large, their squares overflow; check --nodata");
        }

        List<double> known = [.. parts.SelectMany(part => part.Roughness).Where(double.IsFinite)];
        return new SurveyedMesh(
            MeshAssembly.Of(grid, parts),
            known.Count == 0 ? Math.Sqrt(2) : RobustScale.Median(known),
            parts.Sum(part => part.Crowded) / (double)grid.Count);
    }
}
