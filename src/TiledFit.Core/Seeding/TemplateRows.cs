using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Walks the rows of a Gaussian's support within a window. Along a row q(t) = A·t² + 2B·t + C with t = x − c_x, so that
/// g(t+1) = g(t)·ρ(t), ρ(t+1) = ρ(t)·κ, κ = e^(−A): two multiplications a pixel instead of an exponential.
/// </summary>
internal ref struct TemplateRows
{
    private readonly Gaussian _shape;
    private readonly PixelRectangle _window;
    private readonly double _a, _slope;
    private readonly int _bottom;
    private int _y;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TemplateRows(in Gaussian shape, in PixelRectangle window)
    {
        _shape = shape;
        _window = window;
        _slope = -shape.L21 / (shape.L11 * shape.L22);
        _a = 1 / (shape.L11 * shape.L11) + _slope * _slope;
        RatioStep = DeterministicMath.Exp(-_a);
        _y = (int)Math.Max(window.Y, Math.Ceiling(shape.Y - shape.HalfHeight)) - 1;
        _bottom = (int)Math.Min(window.Bottom - 1, Math.Floor(shape.Y + shape.HalfHeight));
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool MoveNext()
    {
        while (++_y <= _bottom)
        {
            double s = (_y - _shape.Y) / _shape.L22, b = _slope * s;
            double discriminant = b * b - _a * (s * s - Support.RadiusSquared);
            double half = Math.Sqrt(Math.Max(0, discriminant));
            int first = (int)Math.Max(_window.X, Math.Ceiling(_shape.X + (-b - half) / _a));
            int last = (int)Math.Min(_window.Right - 1, Math.Floor(_shape.X + (-b + half) / _a));
            if (discriminant >= 0 && first <= last)
            {
                double t = first - _shape.X;
                Offset = (_y - _window.Y) * _window.Width + first - _window.X;
                Length = last - first + 1;
                Value = DeterministicMath.Exp(-0.5 * (_a * t * t + 2 * b * t + s * s));
                Ratio = DeterministicMath.Exp(-(_a * (t + 0.5) + b));
                return true;
            }
        }

        return false;
    }
}
