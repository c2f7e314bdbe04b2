namespace TiledFit.Core.Model;

/// <summary>
/// The background b(x, y) = Level + SlopeX·(x − OriginX) + SlopeY·(y − OriginY), in the raster's units; the origin is
/// the raster's middle.
/// </summary>
/// <param name="Kind">Which of the terms are free.</param>
/// <param name="Level">Value at the origin.</param>
/// <param name="SlopeX">Change per column, raster units / px.</param>
/// <param name="SlopeY">Change per row, raster units / px.</param>
/// <param name="OriginX">Reference column, px.</param>
/// <param name="OriginY">Reference row, px.</param>
public sealed record Background(
    BackgroundKind Kind, double Level, double SlopeX, double SlopeY, double OriginX, double OriginY)
{
    /// <summary>No background.</summary>
    public static Background None { get; } = new(BackgroundKind.None, 0, 0, 0, 0, 0);

    /// <summary>The background at a pixel.</summary>
    public double ValueAt(double x, double y) => Level + SlopeX * (x - OriginX) + SlopeY * (y - OriginY);
}
