using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>Moments Σ w·nᵏ over rows n of eight columns, k = 0, 1, 2.</summary>
/// <param name="Zeroth">Σ w.</param>
/// <param name="First">Σ w·n.</param>
/// <param name="Second">Σ w·n².</param>
internal readonly record struct RowMoments(
    Vector512<double> Zeroth, Vector512<double> First, Vector512<double> Second)
{
    /// <summary>
    /// The moments over all rows m = 4·n + i, from those over n of every fourth row from row i on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowMoments Interleave(in RowMoments m0, in RowMoments m1, in RowMoments m2, in RowMoments m3)
    {
        Vector512<double> two = Vector512.Create(2.0), three = Vector512.Create(3.0), four = Vector512.Create(4.0);
        Vector512<double> zeroth = m0.Zeroth + m1.Zeroth + (m2.Zeroth + m3.Zeroth);
        Vector512<double> first = m0.First + m1.First + (m2.First + m3.First);
        Vector512<double> second = m0.Second + m1.Second + (m2.Second + m3.Second);

        // Σ w·i, Σ w·i² and Σ w·i·n.
        Vector512<double> i = Vector512.FusedMultiplyAdd(three, m3.Zeroth, m1.Zeroth);
        i = Vector512.FusedMultiplyAdd(two, m2.Zeroth, i);
        Vector512<double> ii = Vector512.FusedMultiplyAdd(Vector512.Create(9.0), m3.Zeroth, m1.Zeroth);
        ii = Vector512.FusedMultiplyAdd(four, m2.Zeroth, ii);
        Vector512<double> mixed = Vector512.FusedMultiplyAdd(three, m3.First, m1.First);
        mixed = Vector512.FusedMultiplyAdd(two, m2.First, mixed);
        return new RowMoments(
            zeroth,
            Vector512.FusedMultiplyAdd(four, first, i),
            Vector512.FusedMultiplyAdd(
                Vector512.Create(16.0), second, Vector512.FusedMultiplyAdd(Vector512.Create(8.0), mixed, ii)));
    }
}
