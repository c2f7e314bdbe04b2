using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Rendering;

/// <summary>Writes a field image window by window, so that memory does not grow with it.</summary>
public static class FieldImageWriter
{
    private const int Side = 256, PngRows = 64, RangeRows = 64;

    /// <summary>
    /// Writes <c>.tif</c> or <c>.npy</c> (float32) or a coloured <c>.png</c>, by the path's extension.
    /// </summary>
    /// <param name="image">What to write.</param>
    /// <param name="input">The raster that was fitted: its georeference is carried over.</param>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops it; no file is left.</param>
    /// <exception cref="TiledFit.Core.InputException">Another extension, the file cannot be created, or GDAL is needed
    /// and is not installed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Write(
        FieldImage image, RasterInfo input, string path, int threads, CancellationToken cancellation = default)
    {
        var loop = new WindowLoop(threads, cancellation);
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            WritePng(image, path, loop);
        }
        else
        {
            WriteRaster(image, input, path, loop);
        }
    }

    private static void WriteRaster(FieldImage image, RasterInfo input, string path, WindowLoop loop)
    {
        GeoTransform? georeference = input.GeoTransform?.ForWindow(image.Window.X, image.Window.Y, image.Scale);
        using IRasterWriter writer =
            RasterWriterFactory.Create(path, image.Width, image.Height, georeference, input.Crs);
        loop.ForEach(Windows(image, 0, image.Height, Side), window =>
        {
            var values = new double[window.Area];
            image.Render(window, values);
            writer.Write(window, values);
        });
        writer.Complete();
    }

    private static void WritePng(FieldImage image, string path, WindowLoop loop)
    {
        using var writer = new PngWriter(path, image.Width, image.Height, PngColorType.Rgb);
        ValueRange range = RangeOf(image, loop);
        ColorMap map = image.IsResidual ? ColorMap.BlueWhiteRed : ColorMap.Viridis;
        var line = new byte[3 * image.Width];
        for (int row = 0; row < image.Height; row += PngRows)
        {
            int rows = Math.Min(PngRows, image.Height - row);
            double[] band = RenderBand(image, row, rows, loop);
            for (int i = 0; i < rows; i++)
            {
                Paint(band.AsSpan(i * image.Width, image.Width), range, map, line);
                writer.WriteRow(line);
            }
        }
        writer.Complete();
    }

    /// <summary>
    /// The range of some rows spread evenly over the image, so that it is known before the first is painted.
    /// </summary>
    private static ValueRange RangeOf(FieldImage image, WindowLoop loop)
    {
        int count = Math.Min(RangeRows, image.Height);
        var rows = new double[count][];
        loop.ForEach(Enumerable.Range(0, count), i =>
        {
            int row = (int)((i + 0.5) / count * image.Height);
            image.Render(new PixelRectangle(0, row, image.Width, 1), rows[i] = new double[image.Width]);
        });
        IEnumerable<double> values = rows.SelectMany(row => row);
        return image.IsResidual ? ValueRange.SymmetricOf(values) : ValueRange.Of(values);
    }

    private static double[] RenderBand(FieldImage image, int firstRow, int rows, WindowLoop loop)
    {
        var band = new double[rows * image.Width];
        loop.ForEach(Windows(image, firstRow, firstRow + rows, Side), window =>
        {
            var values = new double[window.Area];
            image.Render(window, values);
            for (int row = 0; row < window.Height; row++)
            {
                int start = (window.Y - firstRow + row) * image.Width + window.X;
                values.AsSpan(row * window.Width, window.Width).CopyTo(band.AsSpan(start));
            }
        });
        return band;
    }

    private static IEnumerable<PixelRectangle> Windows(FieldImage image, int top, int bottom, int side)
    {
        for (int y = top; y < bottom; y += side)
        {
            for (int x = 0; x < image.Width; x += side)
            {
                yield return new PixelRectangle(x, y, Math.Min(side, image.Width - x), Math.Min(side, bottom - y));
            }
        }
    }

    private static void Paint(ReadOnlySpan<double> values, ValueRange range, ColorMap map, Span<byte> line)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Rgb color = map.ColorAt(range.ShareOf(values[i]));
            (line[3 * i], line[3 * i + 1], line[3 * i + 2]) = (color.R, color.G, color.B);
        }
    }
}
