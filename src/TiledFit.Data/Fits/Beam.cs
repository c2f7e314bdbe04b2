namespace TiledFit.Data.Fits;

/// <summary>The elliptical Gaussian that a radio image was restored with (BMAJ, BMIN, BPA).</summary>
/// <param name="Major">Full width at half maximum along the major axis, degrees.</param>
/// <param name="Minor">Full width at half maximum along the minor axis, degrees.</param>
/// <param name="PositionAngle">Of the major axis, degrees from north through east.</param>
public sealed record Beam(double Major, double Minor, double PositionAngle);
