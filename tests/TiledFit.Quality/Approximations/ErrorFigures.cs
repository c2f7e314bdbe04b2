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
            .. surface.Values.Zip(approximation, (z, f) => Math.Abs(z - f)).Where((_, i) => !double.IsNaN(surface.Values[i])),
        ];
        return errors.All(double.IsFinite)
            ? new ErrorFigures(Math.Sqrt(errors.Sum(e => e * e) / errors.Length), errors.Max())
            : throw new InvalidOperationException("an approximation is not finite where the surface has data");
    }

    /// <summary>10·log₁₀(peak²/RMSE²), dB.</summary>
    public double SignalToNoise(double peak) => 20 * Math.Log10(peak / Rmse);
}
