using MathNet.Numerics.Distributions;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Comparison;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>Skies without a word about what is in them: as many components as there are sources.</summary>
public class SkyTests
{
    private static readonly FitOptions Default = new() { Threads = 2, MaxSweeps = 60 };

    /// <summary>Recall at least 0.95 within 1 px, precision at least 0.98, on two of the ten frames.</summary>
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(8)]
    public void EmittersOfAMicroscopeAreFound(int frame)
    {
        string file = TestData.Shared("microscopy/smlm_10frames.tif");
        string truthFile = TestData.Shared("microscopy/smlm_10frames_truth.csv");
        Skip.If(Gdal.Version is null, "libgdal is not installed");
        using IRaster raster = RasterFactory.Open($"GTIFF_DIR:{frame + 1}:{file}", new RasterOpenOptions());
        MatchReport report = Compare(TruthCatalog.Read(truthFile, frame), LocalHost.Fit(raster, Default, null));
        Assert.Equal(200, report.Truth);
        Assert.InRange(report.Matched, 190, 200);
        Assert.InRange(report.Found, report.Matched, report.Matched / 0.98);
    }

    [SkippableFact]
    public void SourcesOfASyntheticSkyAreFound()
    {
        string file = TestData.Shared("astronomy/synthetic_102.npy");
        using IRaster raster = RasterFactory.Open(file, new RasterOpenOptions());
        FitResult fit = LocalHost.Fit(raster, Default, null);
        List<CatalogEntry> truth = TruthCatalog.Read(TestData.Shared("astronomy/synthetic_102_truth.csv"));
        MatchReport report = Compare(truth, fit, 0.5);
        Assert.Equal(102, report.Matched);
        Assert.InRange(report.Found, 102, 104);
        Assert.Equal(0.2502, fit.Background.Level, 0.001);
    }

    /// <summary>The same bits for any number of threads, blends, splits and all.</summary>
    [Fact]
    public void TilesAreRefinedAlikeByAnyNumberOfThreads()
    {
        var field = new FitCase(300, 260, 200, 0, seed: 5);
        FitOptions options = FitCase.Tiled with { Background = BackgroundChoice.Auto, MaxSweeps = 30 };
        FitResult one = LocalHost.Fit(field.Raster(), options with { Threads = 1 }, null);
        FitResult two = LocalHost.Fit(field.Raster(), options, null);
        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(two));
        Assert.Contains(one.Components, row => row.Component.Flags.HasFlag(ComponentFlags.Split));
        MatchReport report = Compare([.. field.Field.Truth.Select(g => CatalogEntry.From(g))], one, 1.5);
        Assert.InRange(report.Matched, 188, 200);
        Assert.InRange(report.Found, 188, 205);
    }

    [Fact]
    public void NoiseIsNotFitted()
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, 512 * 512).Select(_ => Normal.Sample(random, 3, 2))];
        var raster = new MemoryRaster(512, 512, (x, y) => noise[512 * y + x]);
        Assert.Empty(LocalHost.Fit(raster, Default, null).Components);
    }

    private static MatchReport Compare(IReadOnlyList<CatalogEntry> truth, FitResult fit, double radius = 1) =>
        CatalogMatcher.Compare(
            truth, [.. fit.Components.Select(row => CatalogEntry.From(row.Component.Shape))], radius);
}
