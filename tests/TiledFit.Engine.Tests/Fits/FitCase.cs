using TiledFit.Core.Model;
using TiledFit.Engine.Synthesis;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>A small synthetic field in memory, with a start near the truth.</summary>
internal sealed class FitCase
{
    private readonly double[] _values;
    private readonly int _width, _height;

    public FitCase(int width, int height, int components, double perturbation, ulong seed = 1, double noise = 0.01)
    {
        (_width, _height) = (width, height);
        Field = SyntheticField.Generate(new SyntheticFieldOptions
        {
            Width = width,
            Height = height,
            Components = components,
            SigmaMax = 3.5,
            Noise = noise,
            Perturbation = perturbation,
            Seed = seed,
        });
        using var directory = new TemporaryDirectory();
        Field.Write(new SyntheticFieldPaths(directory["z.npy"]));
        using var raster = Data.Rasters.RasterFactory.Open(directory["z.npy"], new Data.Rasters.RasterOpenOptions());
        _values = new double[width * height];
        raster.Read(new PixelRectangle(0, 0, width, height), _values);
    }

    public SyntheticField Field { get; }

    public IReadOnlyList<Gaussian> Initial => [.. Field.Initial];

    /// <summary>The field with something added, NaN for holes.</summary>
    public MemoryRaster Raster(Func<int, int, double>? added = null) =>
        new(_width, _height, (x, y) => _values[y * _width + x] + (added?.Invoke(x, y) ?? 0));

    /// <summary>Several tiles of 64 px.</summary>
    public static FitOptions Tiled { get; } = new()
    {
        TileSize = 64,
        Ring = 8,
        Threads = 2,
        Background = BackgroundChoice.None,
        MaxSweeps = 12,
    };

    /// <summary>The bits of all that a fit found, in order.</summary>
    public static long[] BitsOf(FitResult result) =>
    [
        .. result.Components.SelectMany(row => BitsOf(row.Component)),
        BitConverter.DoubleToInt64Bits(result.Objective),
        .. result.Sweeps.Select(sweep => BitConverter.DoubleToInt64Bits(sweep.Objective)),
    ];

    public static IEnumerable<long> BitsOf(Component component)
    {
        Gaussian g = component.Shape;
        double[] values = [g.Amplitude, g.X, g.Y, g.L11, g.L21, g.L22];
        return [component.Id, (long)component.Flags, .. values.Select(BitConverter.DoubleToInt64Bits)];
    }

    /// <summary>E of components on a raster, pixel by pixel.</summary>
    public static double Objective(MemoryRaster raster, FitResult result)
    {
        int width = raster.Info.Width;
        var values = new double[width * raster.Info.Height];
        raster.Read(new PixelRectangle(0, 0, width, raster.Info.Height), values);
        for (int k = 0; k < values.Length; k++)
        {
            values[k] -= result.Background.ValueAt(k % width, k / width);
        }

        foreach (Gaussian g in result.Components.Select(row => row.Component.Shape))
        {
            double bottom = Math.Min(raster.Info.Height, g.Y + g.HalfHeight + 1);
            for (int y = Math.Max(0, (int)(g.Y - g.HalfHeight)); y < bottom; y++)
            {
                for (int x = Math.Max(0, (int)(g.X - g.HalfWidth)); x < Math.Min(width, g.X + g.HalfWidth + 1); x++)
                {
                    values[y * width + x] -= g.ValueAt(x, y);
                }
            }
        }

        return values.Where(r => !double.IsNaN(r)).Sum(r => r * r);
    }
}
