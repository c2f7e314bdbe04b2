using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>What <see cref="ModelKernel"/> computes, with a vectorised exponential for every pixel.</summary>
internal static unsafe class ExpModelKernel
{
    /// <summary>Adds <paramref name="scale"/>·a·g to the plane.</summary>
    public static void Add(in Gaussian gaussian, double scale, PixelPlane plane)
    {
        var frame = new GaussianFrame(gaussian);
        Vector512<double> amplitude = Vector512.Create(scale * gaussian.Amplitude);
        (int firstRow, int endRow) = ExpRow.Rows(gaussian, plane.Bounds);
        for (int row = firstRow; row < endRow; row++)
        {
            var line = new ExpRow(frame, plane.Bounds, row);
            double* pixels = plane.Row(row);
            for (int column = line.First; column < line.End; column += PixelPlane.Lanes)
            {
                double* pixel = pixels + column;
                Vector512.FusedMultiplyAdd(amplitude, line.G(line.T(column)), Vector512.LoadAligned(pixel))
                    .StoreAligned(pixel);
            }
        }
    }
}
