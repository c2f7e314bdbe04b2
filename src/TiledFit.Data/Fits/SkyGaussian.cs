namespace TiledFit.Data.Fits;

/// <summary>Where a component lies on the sky, and its shape there.</summary>
/// <param name="RightAscension">Degrees; NaN where the projection has no such place.</param>
/// <param name="Declination">Degrees.</param>
/// <param name="Shape">Its covariance.</param>
/// <param name="Jacobian">What takes covariances there.</param>
internal readonly record struct SkyGaussian(
    double RightAscension, double Declination, SkyEllipse Shape, SkyJacobian Jacobian);
