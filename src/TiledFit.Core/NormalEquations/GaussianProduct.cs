using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The product g_i·g_j: e^{−Q/2} times a Gaussian with covariance S = (Σ_i⁻¹ + Σ_j⁻¹)⁻¹ = T·Tᵀ and mean m, where
/// Q = (c_i − c_j)ᵀ(Σ_i + Σ_j)⁻¹(c_i − c_j). Positions are x = m + T·v with v whitened.
/// </summary>
internal readonly struct GaussianProduct
{
    private readonly double _p1, _inverse1L11, _inverse1L22, _p2, _inverse2L11, _inverse2L22;
    private readonly double _offsetX, _offsetY, _separationX, _separationY;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GaussianProduct(in Gaussian first, in Gaussian second)
    {
        _inverse1L11 = 1 / first.L11;
        _inverse1L22 = 1 / first.L22;
        _p1 = -first.L21 * _inverse1L11 * _inverse1L22;
        _inverse2L11 = 1 / second.L11;
        _inverse2L22 = 1 / second.L22;
        _p2 = -second.L21 * _inverse2L11 * _inverse2L22;
        _separationX = second.X - first.X;
        _separationY = second.Y - first.Y;

        // K = Σ⁻¹ for each, and S = (K_1 + K_2)⁻¹.
        double xx1 = _inverse1L11 * _inverse1L11 + _p1 * _p1;
        double xy1 = _p1 * _inverse1L22, yy1 = _inverse1L22 * _inverse1L22;
        double xx2 = _inverse2L11 * _inverse2L11 + _p2 * _p2;
        double xy2 = _p2 * _inverse2L22, yy2 = _inverse2L22 * _inverse2L22;
        double xx = xx1 + xx2, xy = xy1 + xy2, yy = yy1 + yy2;
        double determinant = xx * yy - xy * xy;
        SqrtDeterminant = 1 / Math.Sqrt(determinant);
        T22 = 1 / Math.Sqrt(yy);
        T11 = SqrtDeterminant / T22;
        T21 = -xy / yy * T11;

        // m − c_1 = S·K_2·(c_2 − c_1) and Q = (c_2 − c_1)ᵀ·K_1·(m − c_1).
        double ex = xx2 * _separationX + xy2 * _separationY, ey = xy2 * _separationX + yy2 * _separationY;
        _offsetX = (yy * ex - xy * ey) / determinant;
        _offsetY = (xx * ey - xy * ex) / determinant;
        MeanX = first.X + _offsetX;
        MeanY = first.Y + _offsetY;
        Q = _separationX * (xx1 * _offsetX + xy1 * _offsetY) + _separationY * (xy1 * _offsetX + yy1 * _offsetY);
    }

    /// <summary>∫ g_i·g_j in units of √(∫ g_i² · ∫ g_j²) = π·√(|Σ_i|^½·|Σ_j|^½).</summary>
    public static double Overlap(in Gaussian first, in Gaussian second)
    {
        double norm = Math.PI * Math.Sqrt(first.SqrtDeterminant * second.SqrtDeterminant);
        return new GaussianProduct(first, second).Integral / norm;
    }

    public double Q { get; }

    /// <summary>|S|^½.</summary>
    public double SqrtDeterminant { get; }

    public double MeanX { get; }

    public double MeanY { get; }

    public double T11 { get; }

    public double T21 { get; }

    public double T22 { get; }

    /// <summary>∫ g_i·g_j dx = 2π·|S|^½·e^{−Q/2}.</summary>
    public double Integral => 2 * Math.PI * SqrtDeterminant * Peak;

    /// <summary>e^{−Q/2}, the product's value at its mean.</summary>
    public double Peak => DeterministicMath.Exp(-0.5 * Q);

    /// <summary>φ of the first component in terms of v.</summary>
    public HermiteCoefficients First => Coefficients(_offsetX, _offsetY, _inverse1L11, _p1, _inverse1L22);

    /// <summary>φ of the second component in terms of v.</summary>
    public HermiteCoefficients Second => Coefficients(
        _offsetX - _separationX, _offsetY - _separationY, _inverse2L11, _p2, _inverse2L22);

    // u = L⁻¹·(m − c) + L⁻¹·T·v with L⁻¹ = [[1/l11, 0], [p, 1/l22]].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private HermiteCoefficients Coefficients(double x, double y, double inverseL11, double p, double inverseL22) =>
        HermiteCoefficients.Create(
            x * inverseL11,
            p * x + y * inverseL22,
            T11 * inverseL11,
            p * T11 + T21 * inverseL22,
            T22 * inverseL22);
}
