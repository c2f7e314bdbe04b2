namespace TiledFit.Data.Rasters;

/// <summary>A value that is not a finite number counts as missing.</summary>
internal static class NonFinite
{
    /// <summary>Replaces infinities, and NaN of any bit pattern, by the one NaN.</summary>
    public static void ToNaN(Span<double> values)
    {
        foreach (ref double value in values)
        {
            if (!double.IsFinite(value))
                value = double.NaN;
        }
    }
}
