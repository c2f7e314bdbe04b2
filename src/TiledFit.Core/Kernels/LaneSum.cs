using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>The sum of eight lanes by one fixed tree: halves, quarters, pairs.</summary>
internal static class LaneSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(Vector512<double> v)
    {
        Vector256<double> half = v.GetLower() + v.GetUpper();
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.GetElement(0) + quarter.GetElement(1);
    }
}
