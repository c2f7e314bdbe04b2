namespace TiledFit.Core.Model;

/// <summary>What happened to a component; the bits of the result column <c>flags</c>.</summary>
[Flags]
public enum ComponentFlags
{
    /// <summary>Nothing of note.</summary>
    None = 0,

    /// <summary>The support reaches over the raster's edge.</summary>
    ClippedByEdge = 1,

    /// <summary>The support contains pixels without data.</summary>
    TouchesNoData = 2,

    /// <summary>
    /// Held where it is at a limit, its amplitude free: the reach of the owner's tile, two σ outside the raster, or a
    /// σ_minor of a quarter pixel; on the coarse level a σ of one block, or of half the raster.
    /// </summary>
    AtBound = 4,

    /// <summary>Found by the automatic start or by growth, rather than given by the user.</summary>
    Grown = 8,

    /// <summary>
    /// Overlaps another component as much as two equal round ones do at a distance of their full width at half maximum.
    /// </summary>
    Blended = 16,

    /// <summary>Its tile had not come to rest when the fit ended.</summary>
    NotConverged = 32,

    /// <summary>
    /// A parameter is not determined by the data, or its one-sigma error is so large that it holds to first order no
    /// more.
    /// </summary>
    PoorlyDetermined = 64,

    /// <summary>
    /// A bound that was asked for is reached, all else being free: a σ is the least or the largest allowed, or, with
    /// bounded steps, the amplitude is 0, or l11 or l22 at its floor.
    /// </summary>
    AtParameterBound = 128,

    /// <summary>Found as the second half of another component, which was split.</summary>
    Split = 256,

    /// <summary>How it came into the model: what a fit does not change any more.</summary>
    Origin = Grown | Split,
}
