using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Fuzz.Targets;

/// <summary>Header and elements of <c>.npy</c>.</summary>
internal sealed class NpyTarget() : FileTarget("npy")
{
    private const int WindowPixels = 4096;

    private readonly double[] _values = new double[WindowPixels];

    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        Npy("<f4", 5, 7, 4), Npy("<f8", 3, 4, 8), Npy(">i2", 6, 6, 2), Npy("|u1", 9, 2, 1), Npy("<f2", 4, 4, 2),
    ];

    protected override void ParseFile(string path)
    {
        using var raster = new NpyRaster(path, new RasterOpenOptions());
        int width = Math.Min(raster.Info.Width, 64), height = Math.Min(raster.Info.Height, WindowPixels / 64);
        raster.Read(new PixelRectangle(0, 0, width, height), _values.AsSpan(0, width * height));
        raster.Read(
            new PixelRectangle(raster.Info.Width - width, raster.Info.Height - height, width, height),
            _values.AsSpan(0, width * height));
    }

    private static byte[] Npy(string descr, int height, int width, int size) =>
    [
        .. NpyHeader.Format(descr, height, width),
        .. Enumerable.Range(0, height * width * size).Select(i => (byte)(i * 37)),
    ];
}
