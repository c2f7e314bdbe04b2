using TiledFit.Core.Model;

namespace TiledFit.Core.Seeding;

/// <summary>What the model does not explain yet, r = z − f, on a window of the raster.</summary>
public sealed class ResidualWindow
{
    /// <summary>A window over an existing buffer, which is not copied.</summary>
    /// <param name="values">r, raster units, row by row without gaps; anything not finite marks a pixel without data.
    /// </param>
    /// <param name="bounds">Where the window lies in the raster, px.</param>
    /// <exception cref="ArgumentException">The number of values is not the window's number of pixels.</exception>
    public ResidualWindow(double[] values, PixelRectangle bounds)
    {
        if (values.Length != bounds.Area)
        {
            throw new ArgumentException($"{values.Length} values for {bounds.Area} pixels.", nameof(values));
        }

        Values = values;
        Bounds = bounds;
    }

    /// <summary>r, row-major; not finite where there is no data.</summary>
    public double[] Values { get; }

    /// <summary>Where the window lies in the raster, px.</summary>
    public PixelRectangle Bounds { get; }
}
