using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Walks the rows of a Gaussian's support within a window. Along a row q(t) = A·t² + 2B·t + C with t = x − c_x, so that
/// g(t+1) = g(t)·ρ(t), ρ(t+1) = ρ(t)·κ, κ = e^(−A): two multiplications a pixel instead of an exponential.
/// </summary>
internal ref struct TemplateRows
{
    private readonly Gaussian shape;
    private readonly PixelRectangle window;
    private readonly double a, slope;
    private readonly int bottom;
    private int y;

    public TemplateRows(in Gaussian shape, in PixelRectangle window)
    {
        this.shape = shape;
        this.window = window;
        slope = -shape.L21 / (shape.L11 * shape.L22);
        a = 1 / (shape.L11 * shape.L11) + slope * slope;
        RatioStep = DeterministicMath.Exp(-a);
        y = (int)Math.Max(window.Y, Math.Ceiling(shape.Y - shape.HalfHeight)) - 1;
        bottom = (int)Math.Min(window.Bottom - 1, Math.Floor(shape.Y + shape.HalfHeight));
    }

    /// <summary>Index of the row's first pixel in the window.</summary>
    public int Offset { get; private set; }

    /// <summary>Pixels of the support in the row.</summary>
    public int Length { get; private set; }

    /// <summary>g at the row's first pixel.</summary>
    public double Value { get; private set; }

    /// <summary>ρ at the row's first pixel.</summary>
    public double Ratio { get; private set; }

    /// <summary>κ.</summary>
    public double RatioStep { get; }

    /// <summary>Goes to the next row that has pixels; false after the last.</summary>
    public bool MoveNext()
    {
        while (++y <= bottom)
        {
            double s = (y - shape.Y) / shape.L22, b = slope * s, c = s * s - Support.RadiusSquared;
            double discriminant = b * b - a * c;
            if (discriminant < 0)
                continue;
            double half = Math.Sqrt(discriminant);
            int first = (int)Math.Max(window.X, Math.Ceiling(shape.X + (-b - half) / a));
            int last = (int)Math.Min(window.Right - 1, Math.Floor(shape.X + (-b + half) / a));
            if (last < first)
                continue;
            double t = first - shape.X;
            Offset = (y - window.Y) * window.Width + first - window.X;
            Length = last - first + 1;
            Value = DeterministicMath.Exp(-0.5 * (a * t * t + 2 * b * t + s * s));
            Ratio = DeterministicMath.Exp(-(a * (t + 0.5) + b));
            return true;
        }
        return false;
    }
}
