using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

/// <summary>A small raster, and the result of a fit that found three of its components.</summary>
internal static class SampleResult
{
    public const int Width = 60, Height = 44;

    public static readonly Gaussian[] Components =
    [
        new(3.5, 20.25, 15.5, 4, 1.5, 3),
        new(1.25, 50, 40.75, 6, -2, 2.5),
        new(2, 35, 25, 2, 0, 2),
    ];

    public static readonly Background Background = new(BackgroundKind.Plane, 10, 0.5, -0.25, 29.5, 21.5);

    /// <summary>z: the model and a pattern that it leaves; without data at (30, 20).</summary>
    public static double ValueAt(int x, int y) =>
        (x, y) == (30, 20) ? double.NaN : (float)(ModelAt(x, y) + LeftAt(x, y));

    /// <summary>f, from its formula.</summary>
    public static double ModelAt(double x, double y) => Background.ValueAt(x, y) + Components.Sum(g => g.ValueAt(x, y));

    public static double LeftAt(int x, int y) => 0.125 * ((x + 2 * y) % 5 - 2);

    /// <summary>Writes the raster and the result.</summary>
    public static void Write(string rasterPath, string directory, GeoTransform? georeference = null)
    {
        WriteRaster(rasterPath, georeference);
        using IRaster raster = RasterFactory.Open(rasterPath);
        ComponentRow[] rows = Components.Select((g, i) => new ComponentRow(new Component(i, g), 0, 0)).ToArray();
        var manifest = new Manifest(
            0, "test", DateTimeOffset.UnixEpoch, raster.Info, raster.Fingerprint,
            new Dictionary<string, string> { ["tile"] = "512", ["background"] = "plane" }, Background,
            82.5, 0.1768, (Width * Height) - 1, rows.Length, 7, true, 512, 32, Support.Radius, []);
        ResultWriter.Write(directory, new ResultContent(manifest, ComponentOrder.Sort(rows), [], [], []), overwrite: false, default);
    }

    private static void WriteRaster(string path, GeoTransform? georeference)
    {
        var values = new double[Width * Height];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ValueAt(i % Width, i / Width);
        }

        using IRasterWriter writer = RasterWriterFactory.Create(path, Width, Height, georeference);
        writer.Write(new PixelRectangle(0, 0, Width, Height), values);
        writer.Complete();
    }
}
