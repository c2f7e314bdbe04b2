using System.Runtime.CompilerServices;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// The E-step over a window of pixels: data at the pixels' centres whose weight is the height above the background,
/// w = max(z − b, 0), since a probability cannot be negative. A component's responsibility is its share of the height,
/// r_i = a_i·g_i/f, so that Σ w·r_i·φ = a_i·Σ (w/f)·g_i·φ: the sums that least squares takes of its residual.
/// </summary>
public static class PixelExpectation
{
    /// <summary>Sums over the window.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="background">b.</param>
    /// <param name="mixture">The components that reach the window, and the uniform part.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <returns>The sums, one entry for each component of <paramref name="mixture"/>.</returns>
    public static unsafe Expectation Run(
        PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background, GaussianMixture mixture,
        BandWorkspace workspace)
    {
        long length = PixelPlane.LengthFor(bounds);
        workspace.Model.Reserve(length);
        var plane = new PixelPlane(workspace.Model.Pointer, bounds);
        new Span<double>(plane.Data, checked((int)length)).Clear();
        foreach (Gaussian component in mixture.Components)
        {
            ModelKernel.Add(component, 1, plane);
        }

        Expectation totals = ReplaceByRatios(plane, pixels, background, mixture.UniformHeight);
        return totals with { Components = [.. mixture.Components.Select(component => Sum(component, plane))] };
    }

    private static ResponsibilitySums Sum(Gaussian component, PixelPlane ratio)
    {
        Span<double> s = stackalloc double[Gaussian.ParameterCount];
        MomentKernel.Sum(component, ratio, s);
        double a = component.Amplitude;
        return new ResponsibilitySums(a * s[0], a * s[1], a * s[2], a * s[3], a * s[4], a * s[5]);
    }

    // The plane goes from Σ a·g to w/f, zero where there is no data.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Expectation ReplaceByRatios(
        PixelPlane plane, ReadOnlySpan<double> pixels, Background background, double uniformHeight)
    {
        PixelRectangle bounds = plane.Bounds;
        CompensatedSum uniform = default, weight = default, logs = default, squares = default, negative = default;
        long valid = 0;
        for (int row = 0; row < bounds.Height; row++)
        {
            double level = background.ValueAt(bounds.X, bounds.Y + row);
            Row sums = ReplaceRow(
                plane.RowSpan(row), pixels.Slice(row * bounds.Width, bounds.Width), level, background.SlopeX,
                uniformHeight);
            uniform.Add(uniformHeight * sums.Ratios);
            weight.Add(sums.Weight);
            logs.Add(sums.LogHeights);
            squares.Add(sums.Squares);
            negative.Add(sums.Negative);
            valid += sums.Valid;
        }

        return new Expectation(
            [], uniform.Value, weight.Value, valid, logs.Value, squares.Value, negative.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Row ReplaceRow(
        Span<double> line, ReadOnlySpan<double> pixels, double level, double slope, double uniformHeight)
    {
        var sums = default(Row);
        for (int column = 0; column < line.Length; column++)
        {
            double height = pixels[column] - (level + slope * column), model = line[column];
            line[column] = 0;
            if (double.IsNaN(height))
            {
                continue;
            }

            sums.Valid++;
            sums.Squares += (height - model) * (height - model);
            if (height <= 0)
            {
                sums.Negative -= height;
                continue;
            }

            double density = model + uniformHeight;
            line[column] = height / density;
            sums.Ratios += line[column];
            sums.Weight += height;
            sums.LogHeights += height * DeterministicMath.Log(density);
        }

        return sums;
    }

    private struct Row
    {
        public double Ratios, Weight, LogHeights, Squares, Negative;
        public int Valid;
    }
}
