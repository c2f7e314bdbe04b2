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

    /// <summary>
    /// From galactic coordinates to the FK5 at J2000: the pole at 12ʰ51ᵐ26.27549ˢ, +27°07′41.7043″, where the north
    /// celestial pole has galactic longitude 122.9319185680026° (Liu, Zhu and Zhang 2011, A&amp;A 526, A16).
    /// </summary>
    public SkyVector FromGalactic() => new(
        -0.05487553939571448 * X + 0.49410945362336345 * Y - 0.8676661356858694 * Z,
        -0.8734371047274334 * X - 0.4448295942988165 * Y - 0.1980763896109499 * Z,
        -0.48383499177032224 * X + 0.7469822487020499 * Y + 0.4559837945175692 * Z);
}
