using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Profiles;

/// <summary>
/// The errors of a profile's components from the inverse of the normal matrix of all components and the background,
/// C = σ_n²·H⁻¹ with σ_n² = E/(n − p): white noise.
/// </summary>
internal static class ProfileUncertainty
{
    private const int N = ProfileGaussian.ParameterCount, Size = N * N;

    // Of a parameter whose information is more than this share shift the data say too little.
    private const double LargestShare = 0.01;

    // Stands for an infinite shift, which holds a parameter where it is.
    private const double HoldingFactor = 1e12;

    // Where rounding leaves H without a factor: relative to its diagonal.
    private static readonly double[] RelativeShifts = [0, 1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10];

    /// <summary>σ_n; NaN where there are no more samples than parameters.</summary>
    public static double NoiseOf(Profile profile, ProfileModel model, double objective)
    {
        int left = profile.Count - model.ParameterCount;
        return left > 0 ? Math.Sqrt(objective / left) : double.NaN;
    }

    /// <summary>The errors in noise of a given standard deviation.</summary>
    /// <param name="problem">At the model.</param>
    /// <param name="noise">σ_n, unit of the values.</param>
    /// <param name="held">Components that are held at a limit: only their amplitudes have errors.</param>
    public static ProfileErrors[] Estimate(ProfileProblem problem, double noise, IReadOnlyList<bool> held)
    {
        BlockSymmetricMatrix matrix = problem.Linearize(new double[problem.ParameterCount]);
        var inverse = new BlockSymmetricMatrix(matrix.Pattern, N);
        double[] shift = Invert(matrix, inverse, held);
        return [.. problem.Model.Components.Select((component, i) => Of(
            component, noise, Covariance(inverse.Diagonal.AsSpan(i * Size, Size), shift.AsSpan(i * N, N))))];
    }

    // Adds as little to the diagonal as a factorisation needs; returns what was added.
    private static double[] Invert(
        BlockSymmetricMatrix matrix, BlockSymmetricMatrix inverse, IReadOnlyList<bool> held)
    {
        var inversion = new SelectedInversion();
        var shift = new double[matrix.Order];
        foreach (double relative in RelativeShifts)
        {
            for (int k = 0; k < shift.Length; k++)
            {
                double curvature = matrix.DiagonalAt(k);
                bool isHeld = k % N > 0 && k / N < held.Count && held[k / N];
                shift[k] = curvature > 0 ? (isHeld ? HoldingFactor : relative) * curvature : 1;
            }

            if (inversion.TryInvert(matrix, shift, inverse))
            {
                return shift;
            }
        }

        throw new InvalidOperationException("the normal matrix is not a finite one.");
    }

    private static double[] Covariance(ReadOnlySpan<double> inverse, ReadOnlySpan<double> shift)
    {
        double[] covariance = inverse.ToArray();
        for (int a = 0; a < N; a++)
        {
            for (int b = 0; b < N && shift[a] * inverse[a * N + a] > LargestShare; b++)
            {
                covariance[a * N + b] = covariance[b * N + a] = double.NaN;
            }
        }

        return covariance;
    }

    private static ProfileErrors Of(in ProfileGaussian g, double noise, double[] c)
    {
        double alpha = noise * Math.Sqrt(c[0]), d = noise * Math.Sqrt(c[4]), e = noise * Math.Sqrt(c[8]);
        return new ProfileErrors(
            g.Amplitude * alpha, g.Sigma * d, g.Sigma * e,
            g.Area * noise * Math.Sqrt(c[0] + 2 * c[2] + c[8]),
            Math.Max(alpha, Math.Max(d, e)));
    }
}
