using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>
/// Ellipses of one size, √(σ_major·σ_minor) = σ and σ_major/σ_minor = 1.5, at random angles and places well inside a
/// window that fits into the second-level cache.
/// </summary>
internal sealed unsafe class KernelCase
{
    private const int Side = 304, Count = 32;
    private const double AxisRatio = 1.5, Tolerance = 1e-11;

    private readonly AlignedBuffer _buffer = new();
    private readonly double[] _sums = new double[Gaussian.ParameterCount];
    private double _scale = 1e-3;

    public KernelCase(double sigma)
    {
        var random = new Random(1);
        double margin = Support.Radius * sigma * Math.Sqrt(AxisRatio) + 1;
        double Centre() => margin + random.NextDouble() * (Side - 2 * margin);
        Components =
        [
            .. Enumerable.Range(0, Count).Select(_ => Ellipse(
                Centre(), Centre(), sigma * Math.Sqrt(AxisRatio), sigma / Math.Sqrt(AxisRatio),
                Math.PI * random.NextDouble())),
        ];
        PixelCount = Components.Sum(PixelsOf);
        _buffer.Reserve(PixelPlane.LengthFor(Plane.Bounds));
        foreach (ref double pixel in new Span<double>(_buffer.Pointer, (int)PixelPlane.LengthFor(Plane.Bounds)))
        {
            pixel = random.NextDouble() - 0.5;
        }
    }

    public Gaussian[] Components { get; }

    /// <summary>Pixels in the supports, all components together.</summary>
    public long PixelCount { get; }

    public PixelPlane Plane => new(_buffer.Pointer, new PixelRectangle(0, 0, Side, Side));

    public void Model()
    {
        foreach (Gaussian component in Components)
        {
            ModelKernel.Add(component, NextScale(), Plane);
        }
    }

    public void ExpModel()
    {
        foreach (Gaussian component in Components)
        {
            ExpModelKernel.Add(component, NextScale(), Plane);
        }
    }

    public void Moments()
    {
        foreach (Gaussian component in Components)
        {
            MomentKernel.Sum(component, Plane, _sums);
        }
    }

    public void ExpMoments()
    {
        foreach (Gaussian component in Components)
        {
            ExpMomentKernel.Sum(component, Plane, _sums);
        }
    }

    /// <summary>Whether both families of kernels give the same numbers, to what the recurrences may lose.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public void Check()
    {
        Span<double> ours = stackalloc double[Gaussian.ParameterCount], theirs = stackalloc double[ours.Length];
        foreach (Gaussian component in Components)
        {
            MomentKernel.Sum(component, Plane, ours);
            ExpMomentKernel.Sum(component, Plane, theirs);
            double unit = Math.PI * component.SqrtDeterminant;
            for (int k = 0; k < ours.Length; k++)
            {
                Require(Math.Abs(ours[k] - theirs[k]) <= Tolerance * unit);
            }
        }

        double[] start = CopyPlane();
        foreach (Gaussian component in Components)
        {
            ModelKernel.Add(component, 1, Plane);
            ExpModelKernel.Add(component, -1, Plane);
        }

        Require(CopyPlane().Zip(start, (after, pixel) => Math.Abs(after - pixel)).Max() <= Tolerance * Count);
    }

    private static void Require(bool equal)
    {
        if (!equal)
        {
            throw new InvalidOperationException("the kernels that are compared do not compute the same");
        }
    }

    private double[] CopyPlane() => new Span<double>(_buffer.Pointer, Side * Side).ToArray();

    // Adding and subtracting in turn keeps the pixels small.
    private double NextScale() => _scale = -_scale;

    // Σ = R·diag(σ1², σ2²)·Rᵀ = L·Lᵀ.
    private static Gaussian Ellipse(double x, double y, double sigma1, double sigma2, double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        double v1 = sigma1 * sigma1, v2 = sigma2 * sigma2;
        double l11 = Math.Sqrt(v1 * cos * cos + v2 * sin * sin), l21 = (v1 - v2) * sin * cos / l11;
        return new Gaussian(1, x, y, l11, l21, sigma1 * sigma2 / l11);
    }

    private static long PixelsOf(Gaussian g)
    {
        long count = 0;
        for (double y = Math.Ceiling(g.Y - g.HalfHeight); y <= g.Y + g.HalfHeight; y++)
        {
            for (double x = Math.Ceiling(g.X - g.HalfWidth); x <= g.X + g.HalfWidth; x++)
            {
                double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22;
                count += u1 * u1 + u2 * u2 <= Support.RadiusSquared ? 1 : 0;
            }
        }

        return count;
    }
}
