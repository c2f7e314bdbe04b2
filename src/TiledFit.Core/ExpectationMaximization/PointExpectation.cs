using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// The E-step over weighted points, with supports that are not cut: the textbook's mixture, at points times components
/// exponentials.
/// </summary>
public static class PointExpectation
{
    /// <summary>Sums over some points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="mixture">All components; the uniform part must be absent.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Expectation Run(ReadOnlySpan<WeightedPoint> points, GaussianMixture mixture)
    {
        IReadOnlyList<Gaussian> components = mixture.Components;
        double[] logHeights = [.. components.Select(component => DeterministicMath.Log(component.Amplitude))];
        var exponents = new double[components.Count];
        var sums = new ResponsibilitySums[components.Count];
        double weight = 0, logs = 0;
        foreach (WeightedPoint point in points)
        {
            for (int i = 0; i < exponents.Length; i++)
            {
                exponents[i] = logHeights[i] - 0.5 * components[i].MahalanobisSquared(point.X, point.Y);
            }

            // ln Σ eᵗ = t_max + ln Σ e^(t − t_max): far from all components every height is zero, their ratio is not.
            double largest = exponents.Max(), total = 0;
            for (int i = 0; i < exponents.Length; i++)
            {
                exponents[i] = DeterministicMath.Exp(exponents[i] - largest);
                total += exponents[i];
            }

            Share(point, exponents, total, components, sums);
            weight += point.Weight;
            logs += point.Weight * (largest + DeterministicMath.Log(total));
        }

        return new Expectation(sums, 0, weight, 0, logs, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Share(
        WeightedPoint point, double[] heights, double total, IReadOnlyList<Gaussian> components,
        ResponsibilitySums[] sums)
    {
        for (int i = 0; i < heights.Length; i++)
        {
            double w = point.Weight * (heights[i] / total);
            if (w > 0)
            {
                Gaussian g = components[i];
                double u1 = (point.X - g.X) / g.L11, u2 = (point.Y - g.Y - g.L21 * u1) / g.L22;
                sums[i] += new ResponsibilitySums(w, w * u1, w * u2, w * u1 * u1, w * u1 * u2, w * u2 * u2);
            }
        }
    }
}
