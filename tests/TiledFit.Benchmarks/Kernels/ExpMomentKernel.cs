using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>What <see cref="MomentKernel"/> computes, with a vectorised exponential for every pixel.</summary>
internal static unsafe class ExpMomentKernel
{
    /// <summary>Writes the six sums Σ r·g·φ, from three moments a row: u1 and u2 are linear in t.</summary>
    public static void Sum(in Gaussian gaussian, PixelPlane plane, Span<double> sums)
    {
        var frame = new GaussianFrame(gaussian);
        sums.Clear();
        (int firstRow, int endRow) = ExpRow.Rows(gaussian, plane.Bounds);
        for (int row = firstRow; row < endRow; row++)
        {
            var line = new ExpRow(frame, plane.Bounds, row);
            double* pixels = plane.Row(row);
            Vector512<double> zeroth = default, first = default, second = default;
            for (int column = line.First; column < line.End; column += PixelPlane.Lanes)
            {
                Vector512<double> t = line.T(column);
                Vector512<double> w = Vector512.LoadAligned(pixels + column) * line.G(t);
                Vector512<double> wt = w * t;
                zeroth += w;
                first += wt;
                second = Vector512.FusedMultiplyAdd(wt, t, second);
            }

            double s = (plane.Bounds.Y + row - frame.CentreY) * frame.InverseL22;
            AddRow(frame, s, Vector512.Sum(zeroth), Vector512.Sum(first), Vector512.Sum(second), sums);
        }
    }

    // u1 = t/l11, u2 = s + p·t.
    private static void AddRow(in GaussianFrame frame, double s, double m0, double m1, double m2, Span<double> sums)
    {
        double inverse = frame.InverseL11, p = frame.P;
        sums[0] += m0;
        sums[1] += inverse * m1;
        sums[2] += s * m0 + p * m1;
        sums[3] += inverse * inverse * m2;
        sums[4] += inverse * (s * m1 + p * m2);
        sums[5] += s * s * m0 + 2 * s * p * m1 + p * p * m2;
    }
}
