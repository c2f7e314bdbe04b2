using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Numerics;

/// <summary>
/// Elementary functions with the same bits on every platform: additions, multiplications, divisions and fused
/// multiply-adds in a fixed order, each correctly rounded by IEEE 754, where <see cref="Math"/> forwards to the
/// platform's C library. Errors stay below one unit in the last place.
/// </summary>
public static class DeterministicMath
{
    private const double Log2E = 1.4426950408889634;

    /// <summary>ln 2 rounded to double, and what the rounding left.</summary>
    private const double Ln2High = 0.6931471805599453, Ln2Low = 2.3190468138462996e-17;

    /// <summary>Beyond these, eˣ is +∞ or rounds to 0, and 2ᵏ is still a product of two normal numbers.</summary>
    private const double ExpUpper = 710, ExpLower = -746;

    /// <summary>1.5·2⁵²: adding it leaves the nearest integer in the low bits.</summary>
    private const double RoundingShift = 6755399441055744;

    private const double TwoTo54 = 18014398509481984;

    private const int ExponentBias = 1023, MantissaBits = 52;

    /// <summary>The double nearest to √½ has the bits 0x3FE6A09E667F3BCD.</summary>
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;

    private const long MantissaMask = (1L << MantissaBits) - 1;

    /// <summary>
    /// eˣ = 2ᵏ·eʳ with k = round(x/ln 2) and |r| ≤ ½ ln 2, where the Taylor series to r¹³/13! leaves 4e-18.
    /// </summary>
    /// <returns>eˣ; 0 below −745.13, +∞ above 709.78, NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Exp(double x)
    {
        x = Math.Max(Math.Min(x, ExpUpper), ExpLower);
        double shifted = Math.FusedMultiplyAdd(x, Log2E, RoundingShift);
        double k = shifted - RoundingShift;
        double r = Math.FusedMultiplyAdd(-k, Ln2Low, Math.FusedMultiplyAdd(-k, Ln2High, x));

        double p = 1.0 / 6227020800;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        double mantissa = 1 + Math.FusedMultiplyAdd(r * r, p, r);

        // Two factors, so that a subnormal result is rounded once, by the last multiplication.
        long exponent = BitConverter.DoubleToInt64Bits(shifted) - BitConverter.DoubleToInt64Bits(RoundingShift);
        long half = exponent >> 1;
        return mantissa * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>
    /// eˣ of eight lanes, each with the bits that <see cref="Exp(double)"/> gives (but for the payload of NaN).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return Vector512.Create(Exp(x.GetLower()), Exp(x.GetUpper()));
        }

        x = Vector512.Max(Vector512.Min(x, Vector512.Create(ExpUpper)), Vector512.Create(ExpLower));
        Vector512<double> shift = Vector512.Create(RoundingShift);
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), shift);
        Vector512<double> k = shifted - shift;
        Vector512<double> r = Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2High), x);
        r = Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2Low), r);

        Vector512<double> p = Vector512.Create(1.0 / 6227020800);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 479001600));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 39916800));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 3628800));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 362880));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 40320));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 5040));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 720));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.0 / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5));
        Vector512<double> mantissa = Vector512<double>.One + Vector512.FusedMultiplyAdd(r * r, p, r);

        Vector512<long> exponent = shifted.AsInt64() - shift.AsInt64();
        Vector512<long> half = Vector512.ShiftRightArithmetic(exponent, 1);
        return mantissa * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    // Of halves where a vector of eight is two: the same operations, which then stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.Max(Vector256.Min(x, Vector256.Create(ExpUpper)), Vector256.Create(ExpLower));
        Vector256<double> shift = Vector256.Create(RoundingShift);
        Vector256<double> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), shift);
        Vector256<double> k = shifted - shift;
        Vector256<double> r = Vector256.FusedMultiplyAdd(-k, Vector256.Create(Ln2High), x);
        r = Vector256.FusedMultiplyAdd(-k, Vector256.Create(Ln2Low), r);

        Vector256<double> p = Vector256.Create(1.0 / 6227020800);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 479001600));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 39916800));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 3628800));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 362880));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 40320));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 5040));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 720));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 120));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 24));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5));
        Vector256<double> mantissa = Vector256<double>.One + Vector256.FusedMultiplyAdd(r * r, p, r);

        Vector256<long> exponent = shifted.AsInt64() - shift.AsInt64();
        Vector256<long> half = Vector256.ShiftRightArithmetic(exponent, 1);
        return mantissa * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>
    /// ln x = k·ln 2 + ln(1 + f) with √½ ≤ 1 + f &lt; √2. With s = f/(2 + f), ln(1 + f) = 2·artanh s = 2s + s·R,
    /// R = Σ 2s²ⁿ/(2n + 1), arranged as f − (f²/2 − s·(f²/2 + R)) so that the leading term is exact (Ng 1993, fdlibm).
    /// </summary>
    /// <returns>ln x; −∞ for ±0, NaN for x &lt; 0 and NaN, +∞ for +∞.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        (double f, double k) = Reduce(x);
        double s = f / (2 + f), z = s * s, h = 0.5 * f * f;

        double p = 2.0 / 23;
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 21);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 19);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 17);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 15);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 13);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 11);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 9);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 7);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 5);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 3);
        double correction = h - Math.FusedMultiplyAdd(s, Math.FusedMultiplyAdd(p, z, h), k * Ln2Low);
        return Math.FusedMultiplyAdd(k, Ln2High, f - correction);
    }

    /// <summary>
    /// ln(1 + x) without the error of rounding u = 1 + x: ln u·x/(u − 1), as (ln u)/(u − 1) varies slowly (Kahan, in
    /// Hewlett-Packard 1982). The relative error stays below 3·2⁻⁵².
    /// </summary>
    /// <returns>ln(1 + x); −∞ for −1, NaN for x &lt; −1 and NaN, +∞ for +∞.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : u > 0 && !double.IsPositiveInfinity(u) ? Log(u) * (x / (u - 1)) : Log(u);
    }

    /// <summary>cos x for |x| below 1e6, by quarter turns and the Taylor series to r¹⁶/16!: that leaves 2e-18.</summary>
    public static double Cos(double x)
    {
        double r = ReduceQuarterTurns(x, out int quarter);
        return (quarter & 1) == 0 ? Sign(quarter) * CosReduced(r) : -Sign(quarter) * SinReduced(r);
    }

    /// <summary>sin x for |x| below 1e6, by quarter turns and the Taylor series to r¹⁷/17!: that leaves 1e-19.</summary>
    public static double Sin(double x)
    {
        double r = ReduceQuarterTurns(x, out int quarter);
        return (quarter & 1) == 0 ? Sign(quarter) * SinReduced(r) : Sign(quarter) * CosReduced(r);
    }

    /// <summary>x = 2ᵏ·(1 + f) with √½ ≤ 1 + f &lt; √2, for finite x &gt; 0.</summary>
    private static (double F, double K) Reduce(double x)
    {
        bool subnormal = x < 2.2250738585072014e-308;
        long bits = BitConverter.DoubleToInt64Bits(subnormal ? x * TwoTo54 : x) - SqrtHalfBits;
        double mantissa = BitConverter.Int64BitsToDouble((bits & MantissaMask) + SqrtHalfBits);
        return (mantissa - 1, (bits >> MantissaBits) - (subnormal ? 54 : 0));
    }

    private static double PowerOfTwo(long exponent) =>
        BitConverter.Int64BitsToDouble((exponent + ExponentBias) << MantissaBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> exponent) =>
        Vector512.ShiftLeft(exponent + Vector512.Create((long)ExponentBias), MantissaBits).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<long> exponent) =>
        Vector256.ShiftLeft(exponent + Vector256.Create((long)ExponentBias), MantissaBits).AsDouble();

    private static int Sign(int quarter) => (quarter & 2) == 0 ? 1 : -1;

    // r = x − k·π/2 with |r| ≤ π/4; π/2 in two parts.
    private static double ReduceQuarterTurns(double x, out int quarter)
    {
        double k = Math.Round(x * 0.6366197723675814);
        quarter = (int)k & 3;
        return Math.FusedMultiplyAdd(-k, 6.123233995736766e-17, Math.FusedMultiplyAdd(-k, 1.5707963267948966, x));
    }

    private static double CosReduced(double r) => Series(r, 16);

    private static double SinReduced(double r) => r * Series(r, 17);

    // 1 − r²/(n(n − 1))·(…), innermost n = last.
    private static double Series(double r, int last)
    {
        double square = r * r, sum = 1;
        for (int n = last; n >= 2; n -= 2)
        {
            sum = Math.FusedMultiplyAdd(-square / (n * (n - 1)), sum, 1);
        }

        return sum;
    }
}
