using System.Globalization;
using TiledFit.Core.Model;

namespace TiledFit.Data.Catalogs;

/// <summary>The columns of a catalog, and what their values must be.</summary>
internal static class CatalogColumns
{
    private const int Amplitude = 0, Chol11 = 3, Chol22 = 5;

    /// <summary>In the order of the parameters of <see cref="Gaussian"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["amplitude", "x", "y", "chol_11", "chol_21", "chol_22"];

    public static string Header { get; } = string.Join(',', Names);

    private static Gaussian ToGaussian(ReadOnlySpan<double> values) =>
        new(values[0], values[1], values[2], values[3], values[4], values[5]);

    /// <summary>The Gaussian, unless a value is none that it can have.</summary>
    /// <param name="values">In the order of <see cref="Names"/>.</param>
    /// <param name="allowsNegative">Whether amplitudes may be negative.</param>
    /// <param name="gaussian">The Gaussian.</param>
    public static bool TryRead(ReadOnlySpan<double> values, bool allowsNegative, out Gaussian gaussian)
    {
        gaussian = ToGaussian(values);
        return gaussian.IsValid && (allowsNegative || gaussian.Amplitude >= 0);
    }

    /// <summary>The first column whose value no Gaussian can have, and what is wrong with it.</summary>
    public static (string Column, string What) FindFault(ReadOnlySpan<double> values, bool allowsNegative)
    {
        for (int i = 0; i < values.Length; i++)
        {
            string? what = !double.IsFinite(values[i]) ? "is not a finite number"
                : i == Amplitude && values[i] < 0 && !allowsNegative
                    ? "is negative; an amplitude is at least 0, unless with --amplitude signed"
                : i is Chol11 or Chol22 && values[i] <= 0 ? "is not positive"
                : null;
            if (what is not null)
            {
                return (Names[i], $"{values[i].ToString("R", CultureInfo.InvariantCulture)} {what}");
            }
        }
        throw new ArgumentException("The values are those of a Gaussian.", nameof(values));
    }
}
