using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

/// <summary>Components of random size, shape and orientation.</summary>
internal static class RandomGaussians
{
    public static Gaussian Next(Random random, double width, double height, double sigmaMin, double sigmaMax)
    {
        double s1 = sigmaMin + (sigmaMax - sigmaMin) * random.NextDouble();
        double s2 = sigmaMin + (sigmaMax - sigmaMin) * random.NextDouble();
        return Rotated(
            0.5 + random.NextDouble(), width * random.NextDouble(), height * random.NextDouble(), s1, s2,
            Math.PI * random.NextDouble());
    }

    public static Gaussian Rotated(double amplitude, double x, double y, double s1, double s2, double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return Gaussian.FromCovariance(amplitude, x, y,
            s1 * s1 * cos * cos + s2 * s2 * sin * sin,
            (s1 * s1 - s2 * s2) * sin * cos,
            s1 * s1 * sin * sin + s2 * s2 * cos * cos);
    }
}
