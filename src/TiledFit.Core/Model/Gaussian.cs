namespace TiledFit.Core.Model;

/// <summary>
/// One anisotropic Gaussian a·exp(−½‖L⁻¹(x − c)‖²), L = [[L11, 0], [L21, L22]] lower triangular with a positive
/// diagonal, so that Σ = L·Lᵀ is symmetric and positive definite by construction.
/// </summary>
/// <param name="Amplitude">a, in the raster's units; not negative unless amplitudes are signed.</param>
/// <param name="X">Centre's column, px (pixel centres at integers).</param>
/// <param name="Y">Centre's row, px (downwards).</param>
/// <param name="L11">Cholesky factor's first diagonal element, px: the standard deviation of the x marginal.</param>
/// <param name="L21">Cholesky factor's off-diagonal element, px.</param>
/// <param name="L22">Cholesky factor's second diagonal element, px: the standard deviation of y given x.</param>
public readonly record struct Gaussian(double Amplitude, double X, double Y, double L11, double L21, double L22)
{
    /// <summary>Number of parameters.</summary>
    public const int ParameterCount = 6;

    /// <summary>Σ_xx, px².</summary>
    public double CovarianceXX => L11 * L11;

    /// <summary>Σ_xy, px².</summary>
    public double CovarianceXY => L11 * L21;

    /// <summary>Σ_yy, px².</summary>
    public double CovarianceYY => L21 * L21 + L22 * L22;

    /// <summary>|Σ|^½, px².</summary>
    public double SqrtDeterminant => L11 * L22;

    /// <summary>Standard deviation along the major axis: root of the larger eigenvalue of Σ, px.</summary>
    public double SigmaMajor => Math.Sqrt(HalfTrace + HalfGap);

    /// <summary>Standard deviation along the minor axis, px; from |Σ|^½ / σ_major, which keeps its digits.</summary>
    public double SigmaMinor => SqrtDeterminant / SigmaMajor;

    /// <summary>Angle of the major axis in (−π/2, π/2], rad, from +x towards +y (y points down).</summary>
    public double Theta
    {
        get
        {
            double theta = 0.5 * Math.Atan2(2 * CovarianceXY, CovarianceXX - CovarianceYY);
            return theta <= -Math.PI / 2 ? theta + Math.PI : theta;
        }
    }

    /// <summary>∫ a·g dx = 2π·a·|Σ|^½, raster units times px².</summary>
    public double Volume => 2 * Math.PI * Amplitude * SqrtDeterminant;

    /// <summary>Half the width of the support's bounding box, R·√Σ_xx, px.</summary>
    public double HalfWidth => Support.Radius * L11;

    /// <summary>Half the height of the support's bounding box, R·√Σ_yy, px.</summary>
    public double HalfHeight => Support.Radius * Math.Sqrt(CovarianceYY);

    private double HalfTrace => 0.5 * (CovarianceXX + CovarianceYY);

    private double HalfGap
    {
        get
        {
            double d = 0.5 * (CovarianceXX - CovarianceYY), c = CovarianceXY;
            return Math.Sqrt(d * d + c * c);
        }
    }

    /// <summary>The component with covariance Σ, which must be positive definite (px²).</summary>
    public static Gaussian FromCovariance(double amplitude, double x, double y, double xx, double xy, double yy)
    {
        double l11 = Math.Sqrt(xx), l21 = xy / l11;
        return new Gaussian(amplitude, x, y, l11, l21, Math.Sqrt(yy - l21 * l21));
    }

    /// <summary>True when every parameter is finite and the diagonal of L is positive.</summary>
    public bool IsValid =>
        double.IsFinite(Amplitude) && double.IsFinite(X) && double.IsFinite(Y)
        && double.IsFinite(L21) && double.IsFinite(L11) && L11 > 0 && double.IsFinite(L22) && L22 > 0;

    /// <summary>q = ‖L⁻¹(x − c)‖² at a point.</summary>
    public double MahalanobisSquared(double x, double y)
    {
        double u1 = (x - X) / L11, u2 = (y - Y - L21 * u1) / L22;
        return u1 * u1 + u2 * u2;
    }

    /// <summary>The component's value at a point, zero outside the support.</summary>
    public double ValueAt(double x, double y)
    {
        double q = MahalanobisSquared(x, y);
        return q <= Support.RadiusSquared ? Amplitude * Math.Exp(-0.5 * q) : 0;
    }
}
