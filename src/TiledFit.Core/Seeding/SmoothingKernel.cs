using System.Numerics;
using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Separable convolution with a sampled Gaussian, k(i) ∝ exp(−i²/2σ²), Σ k = 1, cut at 4σ; the plane is zero outside.
/// </summary>
internal static class SmoothingKernel
{
    private const double Cut = 4;

    /// <summary>Smooths a plane in place.</summary>
    public static void Apply(double[] plane, int width, int height, double sigma)
    {
        double[] kernel = Sample(sigma);
        var line = new double[width];
        for (int y = 0; y < height; y++)
        {
            SmoothRow(plane.AsSpan(y * width, width), kernel, line);
        }

        SmoothColumns(plane, width, height, kernel);
    }

    /// <summary>k(0), k(1), … of the symmetric kernel.</summary>
    private static double[] Sample(double sigma)
    {
        var kernel = new double[(int)Math.Ceiling(Cut * sigma) + 1];
        double sum = 0;
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = DeterministicMath.Exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }

        Scale(kernel, 1 / sum);
        return kernel;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SmoothRow(Span<double> row, double[] kernel, double[] line)
    {
        row.CopyTo(line);
        Scale(row, kernel[0]);
        for (int k = 1; k < kernel.Length && k < row.Length; k++)
        {
            AddScaled(row[k..], line.AsSpan(0, row.Length - k), kernel[k]);
            AddScaled(row[..^k], line.AsSpan(k, row.Length - k), kernel[k]);
        }
    }

    /// <summary>Row by row, so that memory is read in order.</summary>
    private static void SmoothColumns(double[] plane, int width, int height, double[] kernel)
    {
        var source = (double[])plane.Clone();
        for (int y = 0; y < height; y++)
        {
            Span<double> target = plane.AsSpan(y * width, width);
            Scale(target, kernel[0]);
            for (int k = 1; k < kernel.Length; k++)
            {
                AddRow(target, source, y - k, kernel[k]);
                AddRow(target, source, y + k, kernel[k]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(Span<double> target, double[] source, int row, double factor)
    {
        int start = row * target.Length;
        if (row >= 0 && start < source.Length)
        {
            AddScaled(target, source.AsSpan(start, target.Length), factor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref double value in values)
        {
            value *= factor;
        }
    }

    /// <summary>
    /// target ← target + factor·source; element by element, so that the vectors' width does not matter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        int i = 0;
        var factors = new Vector<double>(factor);
        for (; i <= source.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + factors * new Vector<double>(source[i..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
