namespace TiledFit.Data.Fits;

/// <summary>Derivatives of a place on the sky by the pixel, arcseconds a pixel.</summary>
/// <param name="EastX">How far east a column leads.</param>
/// <param name="EastY">How far east a row leads.</param>
/// <param name="NorthX">How far north a column leads.</param>
/// <param name="NorthY">How far north a row leads.</param>
internal readonly record struct SkyJacobian(double EastX, double EastY, double NorthX, double NorthY)
{
    /// <summary>J·Σ·Jᵀ of a covariance in px².</summary>
    public SkyEllipse Map(double xx, double xy, double yy) => new(
        EastX * EastX * xx + 2 * EastX * EastY * xy + EastY * EastY * yy,
        EastX * NorthX * xx + (EastX * NorthY + EastY * NorthX) * xy + EastY * NorthY * yy,
        NorthX * NorthX * xx + 2 * NorthX * NorthY * xy + NorthY * NorthY * yy);
}
