using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>The six sums Σ r·g·φ lane by lane, built from column moments.</summary>
internal struct MomentSums
{
    private Vector512<double> _one, _u1, _u2, _u1u1, _u1u2, _u2u2;

    /// <summary>
    /// Adds the rows of a column block: u2 = <paramref name="start"/> + n/l22 and the moments are Σ r·g·nᵏ.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddRows(
        Vector512<double> u1, Vector512<double> start, double inverseL22, in RowMoments moments)
    {
        Vector512<double> step = Vector512.Create(inverseL22);
        Vector512<double> stepped = step * moments.First;
        Vector512<double> m1 = Vector512.FusedMultiplyAdd(start, moments.Zeroth, stepped);
        Vector512<double> m2 = Vector512.FusedMultiplyAdd(start, m1 + stepped, step * step * moments.Second);
        Vector512<double> u1m0 = u1 * moments.Zeroth;
        _one += moments.Zeroth;
        _u1 += u1m0;
        _u2 += m1;
        _u1u1 = Vector512.FusedMultiplyAdd(u1, u1m0, _u1u1);
        _u1u2 = Vector512.FusedMultiplyAdd(u1, m1, _u1u2);
        _u2u2 += m2;
    }

    /// <summary>Adds the lanes in a fixed order.</summary>
    public readonly void Reduce(Span<double> sums)
    {
        sums[0] = LaneSum.Of(_one);
        sums[1] = LaneSum.Of(_u1);
        sums[2] = LaneSum.Of(_u2);
        sums[3] = LaneSum.Of(_u1u1);
        sums[4] = LaneSum.Of(_u1u2);
        sums[5] = LaneSum.Of(_u2u2);
    }
}
