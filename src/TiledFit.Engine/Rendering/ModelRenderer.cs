using TiledFit.Core.Model;

namespace TiledFit.Engine.Rendering;

/// <summary>
/// Evaluates the model f(x) = b(x) + Σ a·exp(−½q), each component where q ≤ R². A sample's value does not depend on
/// the grid it is asked with: the components are added in their order. Safe to use from several threads.
/// </summary>
public sealed class ModelRenderer
{
    private const int RowsAtOnce = 16;
    private readonly Gaussian[] _components;
    private readonly Background _background;
    private readonly IntervalIndex _rows;

    /// <summary>A model.</summary>
    /// <param name="components">Its components, in any order.</param>
    /// <param name="background">Its background.</param>
    public ModelRenderer(IEnumerable<Gaussian> components, Background background)
    {
        _components = components.ToArray();
        _background = background;
        _rows = IntervalIndex.OfRows(_components);
    }

    /// <summary>Evaluates the model on a grid.</summary>
    /// <param name="grid">Where.</param>
    /// <param name="values">Row by row, grid.Width·grid.Height values, overwritten.</param>
    public void Render(SampleGrid grid, Span<double> values)
    {
        for (int row = 0; row < grid.Height; row += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, grid.Height - row);
            var strip = grid with { Y = grid.Y + row * grid.Step, Height = rows };
            RenderStrip(strip, values.Slice(row * grid.Width, rows * grid.Width));
        }
    }

    private void RenderStrip(SampleGrid strip, Span<double> values)
    {
        FillBackground(strip, values);
        double right = strip.X + (strip.Width - 1) * strip.Step;
        foreach (int index in _rows.Overlapping(strip.Y, strip.Y + (strip.Height - 1) * strip.Step))
        {
            ref readonly Gaussian g = ref _components[index];
            if (g.X + g.HalfWidth < strip.X || g.X - g.HalfWidth > right)
            {
                continue;
            }

            for (int row = 0; row < strip.Height; row++)
            {
                AddRow(in g, strip, strip.Y + row * strip.Step, values.Slice(row * strip.Width, strip.Width));
            }
        }
    }

    private void FillBackground(SampleGrid strip, Span<double> values)
    {
        for (int row = 0; row < strip.Height; row++)
        {
            for (int column = 0; column < strip.Width; column++)
            {
                values[row * strip.Width + column] =
                    _background.ValueAt(strip.X + column * strip.Step, strip.Y + row * strip.Step);
            }
        }
    }

    /// <summary>
    /// Along a row, with t = x − c_x: u₁ = t/l₁₁, u₂ = s + p·t, so q = A·t² + 2·B·t + C and {q ≤ R²} is a chord.
    /// </summary>
    private static void AddRow(in Gaussian g, SampleGrid grid, double y, Span<double> values)
    {
        double p = -g.L21 / (g.L11 * g.L22), s = (y - g.Y) / g.L22;
        double a = 1 / (g.L11 * g.L11) + p * p, b = p * s;
        double discriminant = b * b - a * (s * s - Support.RadiusSquared);
        if (discriminant < 0)
        {
            return;
        }

        double middle = g.X - b / a, half = Math.Sqrt(discriminant) / a;
        int first = ClampToRow(Math.Floor((middle - half - grid.X) / grid.Step), grid.Width);
        int end = ClampToRow(Math.Ceiling((middle + half - grid.X) / grid.Step) + 1, grid.Width);
        for (int column = first; column < end; column++)
        {
            double t = grid.X + column * grid.Step - g.X;
            double u1 = t / g.L11, u2 = s + p * t, q = u1 * u1 + u2 * u2;
            if (q <= Support.RadiusSquared)
            {
                values[column] += g.Amplitude * Math.Exp(-0.5 * q);
            }
        }
    }

    private static int ClampToRow(double column, int width) => (int)Math.Clamp(column, 0, width);
}
