namespace TiledFit.Quality.Approximations;

/// <summary>How far an approximation is from a surface, over the pixels with data.</summary>
/// <param name="Rmse">√(Σ(z − f)²/n), in the raster's unit.</param>
/// <param name="Max">max |z − f|.</param>
internal readonly record struct ErrorFigures(double Rmse, double Max)
{
    public static ErrorFigures Of(Surface surface, double[] approximation)
    {
        double[] errors =
        [
            .. Enumerable.Range(0, approximation.Length)
                .Where(i => !double.IsNaN(surface.Values[i]))
                .Select(i => Math.Abs(surface.Values[i] - approximation[i])),
        ];
        return errors.All(double.IsFinite)
            ? new ErrorFigures(Math.Sqrt(errors.Sum(e => e * e) / errors.Length), errors.Max())
            : throw new InvalidOperationException("an approximation is not finite where the surface has data");
    }

    /// <summary>10·log₁₀(peak²/RMSE²), dB.</summary>
    public double SignalToNoise(double peak) => 20 * Math.Log10(peak / Rmse);
}
