namespace TiledFit.Data.Fits;

/// <summary>The axes of an ellipse on the sky.</summary>
/// <param name="Major">Full width at half maximum, arcseconds.</param>
/// <param name="Minor">Full width at half maximum, arcseconds; 0 for a line or a point.</param>
/// <param name="PositionAngle">Of the major axis, degrees from north through east, in [0, 180); NaN for a circle or a
/// point.</param>
internal readonly record struct SkyAxes(double Major, double Minor, double PositionAngle);
