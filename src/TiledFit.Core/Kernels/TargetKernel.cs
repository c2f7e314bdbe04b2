using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>A row of the target z − b, zero where there is no data.</summary>
internal static class TargetKernel
{
    private static readonly Vector512<double> LaneIndex = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>Writes z − (b₀ + b_x·column).</summary>
    /// <param name="source">z; NaN where there is no data.</param>
    /// <param name="level">b₀, the background at the first column.</param>
    /// <param name="slope">b_x.</param>
    /// <param name="target">Receives as many values as the source has.</param>
    /// <returns>The number of pixels without data.</returns>
    public static int Subtract(ReadOnlySpan<double> source, double level, double slope, Span<double> target)
    {
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(source);
        Span<Vector512<double>> results = MemoryMarshal.Cast<double, Vector512<double>>(target);
        Vector512<double> start = Vector512.Create(level), rise = Vector512.Create(slope);
        int missing = 0;
        for (int k = 0; k < vectors.Length; k++)
        {
            Vector512<double> z = vectors[k];
            Vector512<double> column = LaneIndex + Vector512.Create((double)(k * PixelPlane.Lanes));
            Vector512<double> hasData = Vector512.Equals(z, z);
            results[k] = (z - Vector512.FusedMultiplyAdd(rise, column, start)) & hasData;
            missing += PixelPlane.Lanes - BitOperations.PopCount(hasData.ExtractMostSignificantBits());
        }

        for (int column = vectors.Length * PixelPlane.Lanes; column < source.Length; column++)
        {
            double z = source[column];
            bool hasData = !double.IsNaN(z);
            target[column] = hasData ? z - Math.FusedMultiplyAdd(slope, column, level) : 0;
            missing += hasData ? 0 : 1;
        }

        return missing;
    }
}
