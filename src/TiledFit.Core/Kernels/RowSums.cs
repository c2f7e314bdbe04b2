using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>Sums over a part of a row of residuals: whole vectors lane by lane, then what is left.</summary>
internal static class RowSums
{
    /// <summary>Σ r².</summary>
    public static double Squares(ReadOnlySpan<double> line)
    {
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(line);
        Vector512<double> sum = default;
        foreach (Vector512<double> r in vectors)
        {
            sum = Vector512.FusedMultiplyAdd(r, r, sum);
        }

        double rest = 0;
        foreach (double r in line[(vectors.Length * PixelPlane.Lanes)..])
        {
            rest = Math.FusedMultiplyAdd(r, r, rest);
        }

        return LaneSum.Of(sum) + rest;
    }

    /// <summary>Σ r and Σ r·k, k counted from the first.</summary>
    public static (double Sum, double Moment) Moments(ReadOnlySpan<double> line)
    {
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(line);
        Vector512<double> sum = default, moment = default, index = Vector512<double>.Indices;
        foreach (Vector512<double> r in vectors)
        {
            sum += r;
            moment = Vector512.FusedMultiplyAdd(r, index, moment);
            index += Vector512.Create((double)PixelPlane.Lanes);
        }

        double restSum = 0, restMoment = 0;
        for (int k = vectors.Length * PixelPlane.Lanes; k < line.Length; k++)
        {
            restSum += line[k];
            restMoment = Math.FusedMultiplyAdd(line[k], k, restMoment);
        }

        return (LaneSum.Of(sum) + restSum, LaneSum.Of(moment) + restMoment);
    }
}
