using System.Globalization;
using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>Which pixels of a raster count, and how much.</summary>
/// <param name="Weights">A raster of weights w ≥ 0, such as inverse variances, by which squares are multiplied; pixels
/// of weight 0 are no data. Null: all count alike.</param>
/// <param name="Mask">A raster that is neither 0 nor without data where a pixel counts, or null.</param>
/// <param name="Saturation">Pixels at or above this value, with scale and offset applied, are no data; or null.</param>
public sealed record PixelSelection(string? Weights, string? Mask, double? Saturation)
{
    /// <summary>All count alike.</summary>
    public static PixelSelection All { get; } = new(null, null, null);

    /// <summary>The selection that a result was made with.</summary>
    /// <param name="options">The manifest's.</param>
    /// <exception cref="InputException">The saturation is not a number.</exception>
    public static PixelSelection Of(IReadOnlyDictionary<string, string> options) => new(
        options.GetValueOrDefault("weights"),
        options.GetValueOrDefault("mask"),
        options.GetValueOrDefault("saturation") is { } text ? ParseSaturation(text) : null);

    /// <summary>The raster of which only these pixels count.</summary>
    /// <param name="raster">The raster; disposed of with the result, or when that fails.</param>
    /// <param name="open">Opens the rasters of weights and mask.</param>
    /// <returns>The raster itself where every pixel counts.</returns>
    /// <exception cref="InputException">A raster cannot be opened, or is of another size; or the saturation is no
    /// number.</exception>
    public IRaster Apply(IRaster raster, Func<string, IRaster> open)
    {
        if (this == All)
        {
            return raster;
        }

        IRaster? weights = null, mask = null;
        try
        {
            CheckSaturation();
            weights = Weights is null ? null : open(Weights);
            mask = Mask is null ? null : open(Mask);
            return new MaskedRaster(raster, weights, mask, Saturation);
        }
        catch
        {
            raster.Dispose();
            weights?.Dispose();
            mask?.Dispose();
            throw;
        }
    }

    private static double ParseSaturation(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InputException($"the manifest's option saturation, '{text}', is not a number");

    private void CheckSaturation()
    {
        if (Saturation is { } value && !double.IsFinite(value))
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"--saturation {value} must be a finite number"));
        }
    }
}
