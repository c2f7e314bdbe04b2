using System.Buffers;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Rendering;

/// <summary>Reads z and z − f by window. Safe to use from several threads.</summary>
/// <param name="raster">z.</param>
/// <param name="modelOver">f, or what of it reaches a window.</param>
internal sealed class ResidualReader(IRaster raster, Func<PixelRectangle, ModelRenderer> modelOver)
{
    /// <summary>
    /// Reads the pixels of a window and what the model leaves of them; both NaN where there are no data.
    /// </summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="values">z, <c>window.Area</c> values.</param>
    /// <param name="residuals">z − f, <c>window.Area</c> values.</param>
    public void Read(PixelRectangle window, Span<double> values, Span<double> residuals)
    {
        raster.Read(window, values);
        modelOver(window).Render(SampleGrid.Of(window), residuals);
        for (int i = 0; i < values.Length; i++)
        {
            residuals[i] = values[i] - residuals[i];
        }
    }

    /// <summary>Reads z − f of a window.</summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="residuals">z − f, <c>window.Area</c> values, NaN where there are no data.</param>
    public void Read(PixelRectangle window, Span<double> residuals)
    {
        double[] values = ArrayPool<double>.Shared.Rent(residuals.Length);
        Read(window, values.AsSpan(0, residuals.Length), residuals);
        ArrayPool<double>.Shared.Return(values);
    }
}
