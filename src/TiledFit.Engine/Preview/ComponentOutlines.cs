using TiledFit.Core.Model;

namespace TiledFit.Engine.Preview;

/// <summary>
/// The one-sigma ellipses {‖L⁻¹(x − c)‖ = 1} of a model's components, those of the largest volume first, as many as
/// leave the picture below visible.
/// </summary>
internal sealed class ComponentOutlines
{
    private const double LargestInkShare = 0.45, DenseInkShare = 0.15, SmallestOpacity = 0.45, LargestOpacity = 0.95;
    private const int FewestCorners = 8, MostCorners = 120, PixelsPerCorner = 5;
    private readonly double _zoom, _originX, _originY;

    /// <summary>Chooses what to draw.</summary>
    /// <param name="components">All components, gone through once.</param>
    /// <param name="area">Where the image is on the canvas.</param>
    /// <param name="zoom">Canvas pixels per raster pixel.</param>
    public ComponentOutlines(IEnumerable<Gaussian> components, PixelRectangle area, double zoom)
    {
        (_zoom, _originX, _originY) = (zoom, area.X - 0.5, area.Y - 0.5);
        Shown = Largest(components, LargestInkShare * area.Area);
        double share = Shown.Sum(Circumference) / area.Area;
        Opacity = Math.Clamp(LargestOpacity * DenseInkShare / share, SmallestOpacity, LargestOpacity);
    }

    /// <summary>The components that are drawn.</summary>
    public IReadOnlyList<Gaussian> Shown { get; }

    /// <summary>Of the lines: the denser they lie, the fainter.</summary>
    public double Opacity { get; }

    /// <summary>Closed polygons in canvas coordinates: c + L·(cos φ, sin φ)ᵀ.</summary>
    public IEnumerable<(double X, double Y)[]> Polygons() => Shown.Select(Polygon);

    // Of those seen so far the largest that the ink is enough for; none comes back, or comes, that is smaller than one that
    // had to go.
    private Gaussian[] Largest(IEnumerable<Gaussian> components, double mostInk)
    {
        var smallestFirst = new PriorityQueue<Gaussian, (double Volume, int Earlier)>();
        (double Volume, int Earlier) largestGone = (double.NegativeInfinity, 0);
        int number = 0;
        double ink = 0;
        foreach (Gaussian component in components)
        {
            (double Volume, int Earlier) size = (component.Volume, -number++);
            if (size.CompareTo(largestGone) < 0)
            {
                continue;
            }

            smallestFirst.Enqueue(component, size);
            ink += Circumference(component);
            while (ink > mostInk && smallestFirst.TryDequeue(out Gaussian gone, out largestGone))
            {
                ink -= Circumference(gone);
            }
        }

        var largestFirst = new Gaussian[smallestFirst.Count];
        for (int place = largestFirst.Length - 1; place >= 0; place--)
        {
            largestFirst[place] = smallestFirst.Dequeue();
        }

        return largestFirst;
    }

    private (double X, double Y)[] Polygon(Gaussian g)
    {
        int corners = (int)Math.Clamp(Circumference(g) / PixelsPerCorner, FewestCorners, MostCorners);
        var points = new (double X, double Y)[corners + 1];
        for (int i = 0; i <= corners; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / corners);
            double x = g.X + g.L11 * cos, y = g.Y + g.L21 * cos + g.L22 * sin;
            points[i] = (_originX + (x + 0.5) * _zoom, _originY + (y + 0.5) * _zoom);
        }
        return points;
    }

    /// <summary>2π·√((σ₁² + σ₂²)/2), Euler's approximation, in canvas pixels, at least that of a dot.</summary>
    private double Circumference(Gaussian g) =>
        Math.Max(4, 2 * Math.PI * _zoom * Math.Sqrt((g.CovarianceXX + g.CovarianceYY) / 2));
}
