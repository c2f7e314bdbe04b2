using System.Runtime.CompilerServices;
using TiledFit.Core.Model;

namespace TiledFit.Core.Seeding;

/// <summary>Sums of one Gaussian against the valid pixels of a residual window.</summary>
internal static class Template
{
    /// <summary>
    /// The least-squares amplitude a = Σ r·g / Σ g² ≥ 0 and the decrease of E that it brings, (Σ r·g)² / Σ g²; nothing
    /// where the sum is not positive or no pixel is seen.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Candidate Project(ResidualWindow residual, in Gaussian shape)
    {
        double product = 0, square = 0;
        var rows = new TemplateRows(shape, residual.Bounds);
        while (rows.MoveNext())
        {
            ReadOnlySpan<double> row = residual.Values.AsSpan(rows.Offset, rows.Length);
            double g = rows.Value, ratio = rows.Ratio, ratioStep = rows.RatioStep;
            foreach (double r in row)
            {
                if (double.IsFinite(r))
                {
                    product += r * g;
                    square += g * g;
                }

                g *= ratio;
                ratio *= ratioStep;
            }
        }

        return product > 0 && square > 0
            ? new Candidate(shape with { Amplitude = product / square }, product * product / square)
            : new Candidate(shape with { Amplitude = 0 }, 0);
    }

    /// <summary>r ← r − a·g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ResidualWindow residual, in Gaussian shape)
    {
        var rows = new TemplateRows(shape, residual.Bounds);
        while (rows.MoveNext())
        {
            Span<double> row = residual.Values.AsSpan(rows.Offset, rows.Length);
            double g = shape.Amplitude * rows.Value, ratio = rows.Ratio, ratioStep = rows.RatioStep;
            foreach (ref double r in row)
            {
                r -= g;
                g *= ratio;
                ratio *= ratioStep;
            }
        }
    }
}
