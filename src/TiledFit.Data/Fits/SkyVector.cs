namespace TiledFit.Data.Fits;

/// <summary>A direction on the sky as a unit vector, or a difference of such.</summary>
internal readonly record struct SkyVector(double X, double Y, double Z)
{
    /// <summary>Degrees, in [0, 360).</summary>
    public double Longitude
    {
        get
        {
            double degrees = double.RadiansToDegrees(Math.Atan2(Y, X));
            return degrees < 0 ? degrees + 360 : degrees;
        }
    }

    /// <summary>Degrees; by the arc tangent, which keeps its digits near the poles.</summary>
    public double Latitude => double.RadiansToDegrees(Math.Atan2(Z, Math.Sqrt(X * X + Y * Y)));

    public static SkyVector operator -(SkyVector a, SkyVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static SkyVector operator *(SkyVector a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>The direction of longitude and latitude, degrees.</summary>
    public static SkyVector Of(double longitude, double latitude)
    {
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(longitude));
        (double z, double xy) = Math.SinCos(double.DegreesToRadians(latitude));
        return new SkyVector(xy * cos, xy * sin, z);
    }

    /// <summary>Scalar product.</summary>
    public double Dot(SkyVector other) => X * other.X + Y * other.Y + Z * other.Z;

    /// <summary>The directions of east and north at this one.</summary>
    public (SkyVector East, SkyVector North) EastAndNorth()
    {
        double xy = Math.Sqrt(X * X + Y * Y);
        (double cos, double sin) = xy > 0 ? (X / xy, Y / xy) : (1, 0);
        return (new SkyVector(-sin, cos, 0), new SkyVector(-Z * cos, -Z * sin, xy));
    }

    /// <summary>From galactic coordinates to the ICRS (ESA 1997, The Hipparcos and Tycho Catalogues, SP-1200, volume 1,
    /// equation 1.5.11, transposed).</summary>
    public SkyVector FromGalactic() => new(
        -0.0548755604162154 * X + 0.4941094278755837 * Y - 0.8676661490190047 * Z,
        -0.8734370902348850 * X - 0.4448296299600112 * Y - 0.1980763734312015 * Z,
        -0.4838350155487132 * X + 0.7469822444972189 * Y + 0.4559837761750669 * Z);
}
