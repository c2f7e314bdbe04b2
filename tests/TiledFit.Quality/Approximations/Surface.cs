using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Quality.Approximations;

/// <summary>A raster in memory, row by row, and the same with its holes filled.</summary>
internal sealed class Surface
{
    private readonly Lazy<double[]> _filled;

    /// <param name="width">Columns.</param>
    /// <param name="values">NaN where there is no data.</param>
    public Surface(int width, double[] values)
    {
        (Width, Height, Values) = (width, values.Length / width, values);
        _filled = new Lazy<double[]>(() => HoleFilling.Fill(values, Width, Height));
    }

    public int Width { get; }

    public int Height { get; }

    public double[] Values { get; }

    public double[] Filled => _filled.Value;

    /// <summary>Standard deviation of the values: the RMSE of the best constant.</summary>
    public double Deviation
    {
        get
        {
            double[] valid = [.. Values.Where(double.IsFinite)];
            double mean = valid.Average();
            return Math.Sqrt(valid.Average(value => (value - mean) * (value - mean)));
        }
    }

    public static Surface Read(string path, int band = 1)
    {
        using IRaster raster = RasterFactory.Open(path, new RasterOpenOptions { Band = band });
        var window = new PixelRectangle(0, 0, raster.Info.Width, raster.Info.Height);
        var values = new double[window.Area];
        raster.Read(window, values);
        return new Surface(window.Width, values);
    }

    /// <summary>Writes the values as float32.</summary>
    /// <param name="path">.npy.</param>
    public void Write(string path)
    {
        using IRasterWriter writer = RasterWriterFactory.Create(path, Width, Height);
        writer.Write(new PixelRectangle(0, 0, Width, Height), Values);
        writer.Complete();
    }

    /// <summary>A part amid the raster.</summary>
    public Surface Centre(int width, int height) => Part((Width - width) / 2, (Height - height) / 2, width, height);

    /// <summary>The part in the corner of the last columns and rows.</summary>
    public Surface LastCorner(int side) => Part(Width - side, Height - side, side, side);

    private Surface Part(int left, int top, int width, int height) => new(
        width,
        [.. Enumerable.Range(top, height).SelectMany(y => new ArraySegment<double>(Values, y * Width + left, width))]);
}
