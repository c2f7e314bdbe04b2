using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

/// <summary>Ways to read a raster whole.</summary>
internal static class RasterReading
{
    public static double[] Read(this IRaster raster, PixelRectangle window)
    {
        double[] values = new double[window.Area];
        raster.Read(window, values);
        return values;
    }

    public static double[] ReadAll(this IRaster raster) =>
        raster.Read(new PixelRectangle(0, 0, raster.Info.Width, raster.Info.Height));

    public static IEnumerable<PixelRectangle> Windows(this IRaster raster, int width, int height)
    {
        var whole = new PixelRectangle(0, 0, raster.Info.Width, raster.Info.Height);
        for (int y = 0; y < whole.Height; y += height)
        {
            for (int x = 0; x < whole.Width; x += width)
            {
                yield return whole.Intersect(new PixelRectangle(x, y, width, height));
            }
        }
    }

    /// <summary>The whole raster, put together from windows.</summary>
    public static double[] ReadByWindows(this IRaster raster, int width, int height, bool parallel = false)
    {
        double[] values = new double[(long)raster.Info.Width * raster.Info.Height];
        Parallel.ForEach(
            raster.Windows(width, height), new ParallelOptions { MaxDegreeOfParallelism = parallel ? 4 : 1 }, window =>
            {
                double[] part = raster.Read(window);
                for (int row = 0; row < window.Height; row++)
                {
                    part.AsSpan(row * window.Width, window.Width)
                        .CopyTo(values.AsSpan((window.Y + row) * raster.Info.Width + window.X));
                }
            });
        return values;
    }
}
