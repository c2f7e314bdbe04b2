using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Kernels;

/// <summary>
/// Eight neighbouring columns of a component's support. Down a column, g(s+h) = g(s)·ρ(s) and ρ(s+h) = ρ(s)·κ with
/// κ = exp(−h²/l22²): two multiplications instead of an exponential. Four rows are carried side by side (h = 4) to hide
/// the multiplications' latency.
/// </summary>
internal readonly struct ColumnBlock
{
    /// <summary>The support's boundary in g, q = R²; lanes off the window get +∞.</summary>
    public static readonly double EdgeValue = DeterministicMath.Exp(-0.5 * Support.RadiusSquared);

    private static readonly Vector512<double> LaneIndex = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    public readonly Vector512<double> U1;
    public readonly Vector512<double> PT;
    public readonly Vector512<double> Threshold;
    public readonly int FirstRow;
    public readonly int LastRow;

    /// <summary>The block whose first column is <paramref name="column"/> of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ColumnBlock(in GaussianFrame frame, PixelRectangle bounds, int column)
    {
        Vector512<double> lane = Vector512.Create((double)column) + LaneIndex;
        Vector512<double> t = Vector512.Create((double)bounds.X) + lane - Vector512.Create(frame.CentreX);
        U1 = t * Vector512.Create(frame.InverseL11);
        PT = t * Vector512.Create(frame.P);

        // The chord |u2| ≤ √(R² − u1²), widened a little: the threshold makes the exact cut.
        Vector512<double> room = Vector512.Create(Support.RadiusSquared * (1 + 1e-9)) - U1 * U1;
        Vector512<double> inside = Vector512.GreaterThanOrEqual(room, Vector512<double>.Zero)
            & Vector512.LessThan(lane, Vector512.Create((double)bounds.Width));
        Vector512<double> half = Vector512.Sqrt(Vector512.Max(room, Vector512<double>.Zero));
        Vector512<double> low = Vector512.ConditionalSelect(
            inside, -PT - half, Vector512.Create(double.PositiveInfinity));
        Vector512<double> high = Vector512.ConditionalSelect(
            inside, half - PT, Vector512.Create(double.NegativeInfinity));
        Threshold = Vector512.ConditionalSelect(
            inside, Vector512.Create(EdgeValue), Vector512.Create(double.PositiveInfinity));

        double first = Math.Ceiling(frame.CentreY + frame.L22 * Lowest(low)) - bounds.Y;
        double last = Math.Floor(frame.CentreY + frame.L22 * Highest(high)) - bounds.Y;
        FirstRow = first > 0 ? (int)Math.Min(first, bounds.Height) : 0;
        LastRow = last < bounds.Height - 1 ? (int)Math.Max(last, -1) : bounds.Height - 1;
    }

    /// <summary>
    /// The window columns of all blocks of a component, aligned to eight: first, and one past the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int First, int End) Columns(in GaussianFrame frame, PixelRectangle bounds)
    {
        double first = Math.Ceiling(frame.CentreX - frame.HalfWidth) - bounds.X;
        double last = Math.Floor(frame.CentreX + frame.HalfWidth) - bounds.X;
        if (last < 0 || first >= bounds.Width)
        {
            return (0, 0);
        }

        int from = first > 0 ? (int)first & ~(PixelPlane.Lanes - 1) : 0;
        return (from, (last < bounds.Width - 1 ? (int)last : bounds.Width - 1) + 1);
    }

    /// <summary>u2 at row s = 0 of the component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> U2(in GaussianFrame frame, double s) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(s), Vector512.Create(frame.InverseL22), PT);

    private static double Lowest(Vector512<double> v)
    {
        Vector256<double> half = Vector256.Min(v.GetLower(), v.GetUpper());
        Vector128<double> quarter = Vector128.Min(half.GetLower(), half.GetUpper());
        return Math.Min(quarter.GetElement(0), quarter.GetElement(1));
    }

    private static double Highest(Vector512<double> v)
    {
        Vector256<double> half = Vector256.Max(v.GetLower(), v.GetUpper());
        Vector128<double> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Max(quarter.GetElement(0), quarter.GetElement(1));
    }
}
