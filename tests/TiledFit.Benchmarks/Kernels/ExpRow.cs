using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>
/// A row of a component's support, for kernels that take an exponential for every pixel: with t = x − c_x the exponent
/// is q = A·t² + 2·B·t + C, and the chord {q ≤ R²} is known exactly.
/// </summary>
internal readonly struct ExpRow
{
    private static readonly Vector512<double> LaneIndex = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    private readonly double _a, _b, _c, _t0;

    /// <summary>The row <paramref name="row"/> of the window.</summary>
    public ExpRow(in GaussianFrame frame, PixelRectangle bounds, int row)
    {
        double s = (bounds.Y + row - frame.CentreY) * frame.InverseL22;
        _a = frame.InverseL11 * frame.InverseL11 + frame.P * frame.P;
        _b = frame.P * s;
        _c = s * s;
        _t0 = bounds.X - frame.CentreX;
        double room = _b * _b - _a * (_c - Support.RadiusSquared);
        double half = room < 0 ? double.NaN : Math.Sqrt(room) / _a;
        double first = Math.Ceiling(-_b / _a - half - _t0), last = Math.Floor(-_b / _a + half - _t0);
        First = first > 0 ? (int)first & ~(PixelPlane.Lanes - 1) : 0;
        End = last >= 0 && first < bounds.Width ? (int)Math.Min(last + 1, bounds.Width) : 0;
    }

    /// <summary>The first column, aligned to the lanes, and the one past the last; none where First ≥ End.</summary>
    public int First { get; }

    public int End { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> T(int column) => Vector512.Create(_t0 + column) + LaneIndex;

    /// <summary>g at eight columns, 0 outside the support.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> G(Vector512<double> t)
    {
        Vector512<double> q = Vector512.FusedMultiplyAdd(
            Vector512.FusedMultiplyAdd(Vector512.Create(_a), t, Vector512.Create(2 * _b)), t, Vector512.Create(_c));
        return Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(q, Vector512.Create(Support.RadiusSquared)),
            DeterministicMath.Exp(Vector512.Create(-0.5) * q),
            Vector512<double>.Zero);
    }

    /// <summary>The rows of the window that a component reaches: first, and one past the last.</summary>
    public static (int First, int End) Rows(in Gaussian gaussian, PixelRectangle bounds)
    {
        double first = Math.Ceiling(gaussian.Y - gaussian.HalfHeight) - bounds.Y;
        double last = Math.Floor(gaussian.Y + gaussian.HalfHeight) - bounds.Y;
        return ((int)Math.Max(first, 0), (int)Math.Min(last, bounds.Height - 1) + 1);
    }
}
