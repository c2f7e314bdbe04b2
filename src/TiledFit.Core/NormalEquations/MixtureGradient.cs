using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>The gradient g = ½∇E = −Σ w·r·a·g·φ of a mixture, from exact sums over pixels.</summary>
internal static class MixtureGradient
{
    /// <summary>Writes six entries a component, from the plane of w·r.</summary>
    public static void Compute(
        ReadOnlySpan<Gaussian> components, PixelPlane residual, Span<double> gradient,
        CancellationToken cancellation = default)
    {
        for (int i = 0; i < components.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> own = gradient.Slice(Gaussian.ParameterCount * i, Gaussian.ParameterCount);
            MomentKernel.Sum(components[i], residual, own);
            foreach (ref double g in own)
            {
                g *= -components[i].Amplitude;
            }
        }
    }
}
