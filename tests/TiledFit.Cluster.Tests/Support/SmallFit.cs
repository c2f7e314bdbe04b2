using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Synthesis;
using TiledFit.Tiling;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>A raster of some tiles with its initial components, and what this process makes of it.</summary>
internal sealed class SmallFit
{
    public const string Software = "TiledFit tests";

    public SmallFit(string directory, int side = 640, int components = 1200, int tile = 96, int ring = 12)
    {
        Raster = Path.Combine(directory, "z.npy");
        Initial = Path.Combine(directory, "init.csv");
        Tile = tile;
        Ring = ring;
        SyntheticField field = SyntheticField.Generate(new SyntheticFieldOptions
        {
            Width = side,
            Height = side,
            Components = components,
            SigmaMin = 2,
            SigmaMax = 4,
            Perturbation = 0.15,
        });
        field.Write(new SyntheticFieldPaths(Raster, null, Initial));
    }

    /// <summary>The raster; <c>.npy</c> unless changed.</summary>
    public string Raster { get; private set; }

    public string Initial { get; }

    public int Tile { get; }

    public int Ring { get; }

    public BackgroundModel Background { get; init; } = BackgroundChoice.Auto;

    public FitOptions Options => new() { TileSize = Tile, Ring = Ring, Background = Background };

    /// <summary>Makes the raster a GeoTIFF, which silos read by processes of their own.</summary>
    public void ChangeToGeoTiff()
    {
        using IRaster raster = RasterFactory.Open(Raster);
        var whole = new PixelRectangle(0, 0, raster.Info.Width, raster.Info.Height);
        double[] values = new double[whole.Area];
        raster.Read(whole, values);
        Raster = Path.ChangeExtension(Raster, ".tif");
        using IRasterWriter writer = RasterWriterFactory.Create(Raster, whole.Width, whole.Height);
        writer.Write(whole, values);
        writer.Complete();
    }

    /// <summary>The component files that a fit in this process writes, one after the other.</summary>
    public byte[] ComponentsHere(string output)
    {
        using IRaster raster = RasterFactory.Open(Raster);
        var run = new FitRun(Options, output, overwrite: false) { Software = Software };
        run.Execute(raster, ComponentCatalog.Read(Initial));
        return ComponentsIn(output);
    }

    /// <summary>The component files of a result, one after the other.</summary>
    public static byte[] ComponentsIn(string output) =>
    [
        .. Directory.GetFiles(Path.Combine(output, ResultDirectory.ComponentsName))
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllBytes),
    ];
}
