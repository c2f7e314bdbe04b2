using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Core.Uncertainty;

namespace TiledFit.Core.Levels;

/// <summary>
/// The covariance of the coarse level's components at noise of unit variance, from the normal matrix of the means of
/// blocks, as if every block held data. Lengths scale by F, and a = A/F to the order of <see cref="BlockScale"/>.
/// </summary>
public static class CoarseUncertainty
{
    /// <summary>The components, in their order.</summary>
    /// <param name="width">Blocks in a row.</param>
    /// <param name="height">Rows of blocks.</param>
    /// <param name="side">F, pixels along a side of a block.</param>
    /// <param name="components">The components, in pixels of the raster.</param>
    /// <param name="beam">Full width at half maximum of the beam that correlates the noise, px; 0 for white noise.
    /// </param>
    /// <param name="cancellation">Looked at before each component's sums.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ComponentUncertainty> Run(
        int width, int height, int side, IReadOnlyList<Component> components, double beam,
        CancellationToken cancellation = default)
    {
        if (components.Count == 0)
        {
            return [];
        }

        var bounds = new PixelRectangle(0, 0, width, height);
        FreeComponent[] free = new BlockScale(side).ToBlocks(components, 0);
        return
        [
            .. new TileUncertainty(new TileWorkspace())
                .Run(0, bounds, new double[bounds.Area], free, beam / side, cancellation: cancellation)
                .Zip(components, free)
                .Select(found => found.First with
                {
                    Errors = ToRaster(
                        found.First.Errors, side,
                        found.Second.Shape.Amplitude / found.Third.Component.Shape.Amplitude),
                }),
        ];
    }

    private static ComponentErrors ToRaster(in ComponentErrors errors, double side, double amplitude) => errors with
    {
        Amplitude = amplitude * errors.Amplitude,
        X = side * errors.X,
        Y = side * errors.Y,
        L11 = side * errors.L11,
        L21 = side * errors.L21,
        L22 = side * errors.L22,
        CovarianceXX = side * side * errors.CovarianceXX,
        CovarianceXY = side * side * errors.CovarianceXY,
        CovarianceYY = side * side * errors.CovarianceYY,
        SigmaMajor = side * errors.SigmaMajor,
        SigmaMinor = side * errors.SigmaMinor,
        Volume = side * errors.Volume,
        CentreXY = side * side * errors.CentreXY,
    };
}
