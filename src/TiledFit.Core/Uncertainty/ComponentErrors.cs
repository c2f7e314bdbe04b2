namespace TiledFit.Core.Uncertainty;

/// <summary>
/// One-sigma errors of a component's parameters and of what follows from them, to first order in the noise. NaN: the
/// data do not determine it.
/// </summary>
/// <param name="Amplitude">Of a, raster units.</param>
/// <param name="X">Of the centre's column, px.</param>
/// <param name="Y">Of the centre's row, px.</param>
/// <param name="L11">Of l11, px.</param>
/// <param name="L21">Of l21, px.</param>
/// <param name="L22">Of l22, px.</param>
/// <param name="CovarianceXX">Of Σ_xx, px².</param>
/// <param name="CovarianceXY">Of Σ_xy, px².</param>
/// <param name="CovarianceYY">Of Σ_yy, px².</param>
/// <param name="SigmaMajor">Of σ along the major axis, px.</param>
/// <param name="SigmaMinor">Of σ along the minor axis, px.</param>
/// <param name="Theta">Of the major axis' angle, rad; NaN where it is as good as any, from π/√12 on, which is the
/// standard deviation of an angle uniform over half a turn.</param>
/// <param name="Volume">Of 2π·a·|Σ|^½, raster units times px².</param>
/// <param name="Largest">The largest of the errors in the component's own frame, where they are relative: of ln a, of
/// the centre in σ, of the shape.</param>
/// <param name="CentreXY">The covariance of the centre's column and row, px²: no error, but what it takes to turn those
/// of X and Y into other directions.</param>
public readonly record struct ComponentErrors(
    double Amplitude,
    double X,
    double Y,
    double L11,
    double L21,
    double L22,
    double CovarianceXX,
    double CovarianceXY,
    double CovarianceYY,
    double SigmaMajor,
    double SigmaMinor,
    double Theta,
    double Volume,
    double Largest,
    double CentreXY)
{
    // π/√12.
    private const double UndeterminedAngle = 0.9068996821171089;

    // Beyond it the second-order terms of a relative error are of its own size.
    private const double LargestRelative = 0.5;

    /// <summary>Whether a parameter is not determined, or so badly that first order does not do.</summary>
    public bool IsPoor => !(Largest <= LargestRelative);

    /// <summary>
    /// The same, NaN for what has no error at all as nothing of it was fitted; poor where nothing was.
    /// </summary>
    public ComponentErrors OfFitted() => this with
    {
        Amplitude = Fitted(Amplitude),
        X = Fitted(X),
        Y = Fitted(Y),
        L11 = Fitted(L11),
        L21 = Fitted(L21),
        L22 = Fitted(L22),
        CovarianceXX = Fitted(CovarianceXX),
        CovarianceXY = Fitted(CovarianceXY),
        CovarianceYY = Fitted(CovarianceYY),
        SigmaMajor = Fitted(SigmaMajor),
        SigmaMinor = Fitted(SigmaMinor),
        Theta = Fitted(Theta),
        Volume = Fitted(Volume),
        Largest = Fitted(Largest),
        CentreXY = X > 0 && Y > 0 ? CentreXY : double.NaN,
    };

    private static double Fitted(double error) => error > 0 ? error : double.NaN;

    /// <summary>The errors at another noise.</summary>
    /// <param name="factor">By how much it is larger.</param>
    public ComponentErrors Scale(double factor) => new(
        factor * Amplitude, factor * X, factor * Y, factor * L11, factor * L21, factor * L22, factor * CovarianceXX,
        factor * CovarianceXY, factor * CovarianceYY, factor * SigmaMajor, factor * SigmaMinor,
        factor * Theta < UndeterminedAngle ? factor * Theta : double.NaN, factor * Volume, factor * Largest,
        factor * factor * CentreXY);
}
