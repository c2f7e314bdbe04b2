using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>
/// Runs a small fit of made-up pixels, so that what a fit runs is compiled by the time the first tile is read: on a core
/// that would wait for the input otherwise. The result goes nowhere.
/// </summary>
public static class WarmUp
{
    private const int Tile = 64, Tiles = 2, Side = Tiles * Tile, Sweeps = 2;

    // The tiles on the left hold more components than are always factored, so that conjugate gradients are met too.
    private const int Dense = 6, Sparse = 10;
    private const double Sigma = 2.5;

    /// <summary>Compiles what a fit from given components needs.</summary>
    public static void Run()
    {
        var options = new FitOptions
        {
            TileSize = Tile,
            Ring = Tile / 8,
            Threads = 1,
            MaxSweeps = Sweeps,
            Background = BackgroundChoice.None,
        };
        using var raster = new MadeUpRaster();
        LocalHost.Fit(raster, options, [.. Place(0, Dense), .. Place(Tile, Sparse)]);
    }

    private static IEnumerable<Gaussian> Place(int left, int spacing) =>
        from y in Enumerable.Range(0, Side / spacing)
        from x in Enumerable.Range(0, Tile / spacing)
        select new Gaussian(1, left + (x + 0.5) * spacing, (y + 0.5) * spacing, Sigma, 0, Sigma);

    /// <summary>A pattern of small numbers.</summary>
    private sealed class MadeUpRaster : IRaster
    {
        private const int Period = 8;

        public RasterInfo Info { get; } = new(
            "", "none", Side, Side, 1, 1, "Float64", Side, 1, NoData: null, Scale: 1, Offset: 0, GeoTransform: null,
            Crs: null);

        public string Fingerprint => "";

        public string ComputeFingerprint() => Fingerprint;

        public void Read(PixelRectangle window, Span<double> values)
        {
            for (int k = 0; k < values.Length; k++)
            {
                values[k] = 1 + (window.X + k % window.Width + window.Y + k / window.Width) % Period;
            }
        }

        public void Dispose()
        {
        }
    }
}
