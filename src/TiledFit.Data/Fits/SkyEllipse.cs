namespace TiledFit.Data.Fits;

/// <summary>A covariance on the sky, in the directions of east and north, square arcseconds.</summary>
internal readonly record struct SkyEllipse(double EastEast, double EastNorth, double NorthNorth)
{
    /// <summary>√(8·ln 2): full width at half maximum over standard deviation.</summary>
    public static readonly double FwhmPerSigma = Math.Sqrt(8 * Math.Log(2));

    private const double ArcsecondsPerDegree = 3600;

    /// <summary>Of the larger variance: what is less comes from rounding.</summary>
    private const double SmallestShare = 1e-12;

    /// <summary>Its axes.</summary>
    public SkyAxes Axes => AxesOf(0);

    /// <summary>√|Σ|, square arcseconds.</summary>
    public double SqrtDeterminant => Math.Sqrt(EastEast * NorthNorth - EastNorth * EastNorth);

    private double HalfTrace => 0.5 * (EastEast + NorthNorth);

    private double HalfGap
    {
        get
        {
            double d = 0.5 * (EastEast - NorthNorth);
            return Math.Sqrt(d * d + EastNorth * EastNorth);
        }
    }

    /// <summary>The covariance of a beam.</summary>
    public static SkyEllipse Of(Beam beam)
    {
        double major = Variance(beam.Major), minor = Variance(beam.Minor);
        (double sin, double cos) = Math.SinCos(double.DegreesToRadians(beam.PositionAngle));
        return new SkyEllipse(
            major * sin * sin + minor * cos * cos, (major - minor) * sin * cos, major * cos * cos + minor * sin * sin);
    }

    /// <summary>
    /// The axes of what gives this when convolved with a beam: covariances add (Wild 1970, Australian Journal of
    /// Physics 23, 113). A negative variance counts as none: the source is not resolved along that axis.
    /// </summary>
    public SkyAxes Deconvolve(SkyEllipse beam) => new SkyEllipse(
        EastEast - beam.EastEast, EastNorth - beam.EastNorth, NorthNorth - beam.NorthNorth)
        .AxesOf(SmallestShare * HalfTrace);

    /// <summary>The axes, variances up to a least one counting as none.</summary>
    private SkyAxes AxesOf(double least)
    {
        double major = HalfTrace + HalfGap, minor = HalfTrace - HalfGap;
        double angle = 0.5 * double.RadiansToDegrees(Math.Atan2(2 * EastNorth, NorthNorth - EastEast));
        return major <= least
            ? new SkyAxes(0, 0, double.NaN)
            : new SkyAxes(
                FwhmPerSigma * Math.Sqrt(major), minor <= least ? 0 : FwhmPerSigma * Math.Sqrt(minor),
                HalfGap == 0 ? double.NaN : angle < 0 ? angle + 180 : angle);
    }

    private static double Variance(double fwhm)
    {
        double sigma = fwhm * ArcsecondsPerDegree / FwhmPerSigma;
        return sigma * sigma;
    }
}
