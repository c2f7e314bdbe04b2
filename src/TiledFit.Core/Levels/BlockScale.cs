using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Levels;

/// <summary>
/// Between a raster and its means over blocks of F × F pixels, multiplied by F: a residual that varies little within a
/// block has the same sum of squares there, and white noise the same variance. A Gaussian, averaged over a block, is
/// the one with the block's variance added, to the order of the fourth power of F/σ:
/// <code>
/// X = (x − (F − 1)/2) / F      S = Σ/F² + v·1, v = (1 − F⁻²)/12      A = F·a·(|Σ|/F⁴)^½ / |S|^½
/// </code>
/// </summary>
/// <param name="side">F.</param>
internal readonly struct BlockScale(int side)
{
    private double Spread => (1 - 1.0 / ((double)side * side)) / 12;

    private double Offset => 0.5 * (side - 1);

    /// <summary>What a σ of so many blocks is before its component is averaged: σ² + v, as in S.</summary>
    public double LeastSigma(double blocks) => Math.Sqrt(blocks * blocks + Spread);

    /// <summary>A component of the raster as the blocks show it.</summary>
    public Gaussian ToBlocks(in Gaussian g)
    {
        double area = (double)side * side;
        Gaussian shape = Gaussian.FromCovariance(
            1, (g.X - Offset) / side, (g.Y - Offset) / side, g.CovarianceXX / area + Spread, g.CovarianceXY / area,
            g.CovarianceYY / area + Spread);
        return shape with { Amplitude = g.Amplitude * g.SqrtDeterminant / (side * shape.SqrtDeterminant) };
    }

    /// <summary>Components of the raster as the blocks show them, limited by nothing.</summary>
    public FreeComponent[] ToBlocks(IReadOnlyList<Component> components, int owner)
    {
        var free = new FreeComponent[components.Count];
        for (int i = 0; i < free.Length; i++)
        {
            Component component = components[i] with { Shape = ToBlocks(components[i].Shape) };
            free[i] = new FreeComponent(owner, component, ReachBox.Unbounded);
        }

        return free;
    }

    /// <summary>A component of the blocks, of σ_minor² &gt; v, on the raster.</summary>
    public Gaussian ToRaster(in Gaussian g)
    {
        double area = (double)side * side;
        Gaussian shape = Gaussian.FromCovariance(
            1, side * g.X + Offset, side * g.Y + Offset, area * (g.CovarianceXX - Spread), area * g.CovarianceXY,
            area * (g.CovarianceYY - Spread));
        return shape with { Amplitude = g.Amplitude * side * g.SqrtDeterminant / shape.SqrtDeterminant };
    }
}
