using System.Buffers;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>
/// Input and residual of a whole raster, averaged over blocks of Scale × Scale pixels, over those with data: each pixel
/// is read and each model value evaluated once, window by window, so memory does not grow with the raster.
/// </summary>
/// <param name="Scale">Side of a block, px.</param>
/// <param name="Width">Columns of blocks.</param>
/// <param name="Height">Rows of blocks.</param>
/// <param name="Input">Means of z, row by row, NaN where there are no data.</param>
/// <param name="Residual">Means of z − f over the same pixels.</param>
internal sealed record DecimatedFit(int Scale, int Width, int Height, double[] Input, double[] Residual)
{
    private const int WindowSide = 512;

    /// <summary>Means of f over the pixels with data.</summary>
    public double[] Model() => Input.Zip(Residual, (z, r) => z - r).ToArray();

    /// <summary>Reads a raster so that its longer side becomes at most <paramref name="maxSide"/> blocks.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DecimatedFit Read(
        IRaster raster, TiledModel model, int maxSide, int threads, CancellationToken cancellation)
    {
        RasterInfo info = raster.Info;
        int scale = BlockMean.Count(Math.Max(info.Width, info.Height), maxSide);
        int width = BlockMean.Count(info.Width, scale), height = BlockMean.Count(info.Height, scale);
        var fit = new DecimatedFit(scale, width, height, new double[width * height], new double[width * height]);
        var reader = new ResidualReader(raster, model.Over);
        new WindowLoop(threads, cancellation).ForEach(Windows(info, scale), window => fit.ReadWindow(reader, window));
        return fit;
    }

    private static IEnumerable<PixelRectangle> Windows(RasterInfo info, int scale)
    {
        var raster = new PixelRectangle(0, 0, info.Width, info.Height);
        int side = Math.Max(1, WindowSide / scale) * scale;
        for (int y = 0; y < info.Height; y += side)
        {
            for (int x = 0; x < info.Width; x += side)
            {
                yield return raster.Intersect(new PixelRectangle(x, y, side, side));
            }
        }
    }

    private void ReadWindow(ResidualReader reader, PixelRectangle window)
    {
        int length = checked((int)window.Area);
        double[] rented = ArrayPool<double>.Shared.Rent(2 * length);
        Span<double> values = rented.AsSpan(0, length), residuals = rented.AsSpan(length, length);
        reader.Read(window, values, residuals);
        Store(values, window, Input);
        Store(residuals, window, Residual);
        ArrayPool<double>.Shared.Return(rented);
    }

    private void Store(ReadOnlySpan<double> values, PixelRectangle window, double[] target)
    {
        int columns = BlockMean.Count(window.Width, Scale), rows = BlockMean.Count(window.Height, Scale);
        var means = new double[columns * rows];
        BlockMean.Reduce(values, window.Width, window.Height, Scale, means);
        for (int row = 0; row < rows; row++)
        {
            int start = (window.Y / Scale + row) * Width + window.X / Scale;
            means.AsSpan(row * columns, columns).CopyTo(target.AsSpan(start, columns));
        }
    }
}
