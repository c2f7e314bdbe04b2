using TiledFit.Core.Model;
using TiledFit.Core.Seeding;

namespace TiledFit.Core.Tests.Seeding;

/// <summary>Planted fields for the tests.</summary>
internal static class Field
{
    /// <summary>Gaussians summed with the library's exp, plus white noise by Box and Muller.</summary>
    public static ResidualWindow Plant(PixelRectangle bounds, Gaussian[] components, double noise = 0, int seed = 1)
    {
        var random = new Random(seed);
        var values = new double[bounds.Area];
        for (int i = 0; i < values.Length; i++)
        {
            int x = bounds.X + i % bounds.Width, y = bounds.Y + i / bounds.Width;
            values[i] = components.Sum(component => component.ValueAt(x, y)) + noise * Normal(random);
        }

        return new ResidualWindow(values, bounds);
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A component from its axes.</summary>
    public static Gaussian Ellipse(double amplitude, double x, double y, double major, double minor, double theta)
    {
        double c = Math.Cos(theta), s = Math.Sin(theta), a = major * major, b = minor * minor;
        return Gaussian.FromCovariance(
            amplitude, x, y, a * c * c + b * s * s, (a - b) * s * c, a * s * s + b * c * c);
    }

    /// <summary>√((x − x')² + (y − y')²).</summary>
    public static double Distance(in Gaussian a, in Gaussian b) =>
        Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
