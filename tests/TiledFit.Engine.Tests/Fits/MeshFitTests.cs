using MathNet.Numerics.Distributions;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Engine.Comparison;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Rendering;
using TiledFit.Engine.Tests.Journals;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>Skies whose level varies, or whose noise does.</summary>
public class MeshFitTests
{
    private const int Width = 300, Height = 260;

    private static readonly FitOptions Mesh32 = FitCase.Tiled with
    {
        Background = new BackgroundModel(BackgroundChoice.Mesh, 32),
    };

    // Amplitudes of 10 to 16 standard deviations of the noise.
    private static readonly Gaussian[] Spots =
    [
        .. from j in Enumerable.Range(0, 6)
           from i in Enumerable.Range(0, 7)
           select new Gaussian(0.1 + 0.01 * i, 20.3 + 41 * i, 22.7 + 42 * j, 1.5 + 0.1 * j, 0.1, 1.5),
    ];

    private static readonly double[] Noise =
        [.. Normal.Samples(new Random(11), 0, 0.01).Take(Width * Height)];

    [Theory]
    [InlineData(BackgroundChoice.Mesh)]
    [InlineData(BackgroundChoice.Auto)]
    public void ASkyThatVariesIsFollowedAndItsSourcesAreFound(BackgroundChoice choice)
    {
        BackgroundModel background = choice == BackgroundChoice.Auto ? choice : Mesh32.Background;
        FitResult fit = LocalHost.Fit(
            Raster(Sky), Mesh32 with { TileSize = 0, Background = background, MaxSweeps = 40 }, null);
        Assert.Equal(BackgroundKind.Mesh, fit.Background.Kind);
        Assert.Equal(choice == BackgroundChoice.Auto ? 64 : 32, fit.Background.MeshSize);
        MatchReport report = Compare(fit, Spots);
        Assert.Equal(Spots.Length, report.Matched);
        // Cells of 64 px leave something of the level at the edges.
        Assert.InRange(report.Found, Spots.Length, Spots.Length + (choice == BackgroundChoice.Auto ? 2 : 0));
        // The standard error of a node is 2.14σ/32; sources and curvature add to it.
        double squares = 0;
        for (int k = 0; k < Width * Height; k++)
        {
            double error = fit.Background.ValueAt(k % Width, k / Width) - Sky(k % Width, k / Width);
            squares += error * error / (Width * Height);
        }

        Assert.InRange(Math.Sqrt(squares), 0, choice == BackgroundChoice.Auto ? 0.004 : 0.002);
        Assert.All(fit.Background.RequireMesh().Noise.ToArray(), noise => Assert.InRange(noise, 0.008, 0.013));
        Assert.Equal(FitCase.Objective(Raster(Sky), fit), fit.Objective, 1e-9 * fit.Objective);
    }

    /// <summary>Where level and noise are the same everywhere nothing changes.</summary>
    [Fact]
    public void AutoTakesNoMeshWhereTheSkyIsFlatOrReliefIsRough()
    {
        FitOptions options = Mesh32 with { Background = BackgroundChoice.Auto, MaxSweeps = 1 };
        Assert.Equal(
            BackgroundKind.Constant, LocalHost.Fit(Raster((_, _) => 3), options, null).Background.Kind);
        Assert.Equal(
            BackgroundKind.Plane, LocalHost.Fit(Raster((x, y) => 4e-4 * x - 2e-4 * y), options, null).Background.Kind);
        double[] hills = [.. Enumerable.Range(0, 400).Select(k => Math.Sin(12.9898 * k) * 43758.5453 % 1)];
        double Relief(int x, int y) => Enumerable.Range(1, 40).Sum(
            k => Math.Sin(0.02 * k * (x + hills[k]) + 6 * hills[k + 100]) * Math.Cos(0.02 * k * y + hills[k + 50]) / k);
        Assert.Equal(BackgroundKind.Constant, LocalHost.Fit(Raster(Relief), options, null).Background.Kind);
        // Who gives a start, or asks for a number, has a constant fitted along.
        Assert.Equal(
            BackgroundKind.Constant, LocalHost.Fit(Raster(Sky), options with { Components = 5 }, null).Background.Kind);
        Assert.Equal(BackgroundKind.Constant, LocalHost.Fit(Raster(Sky), options, Spots).Background.Kind);
    }

    [Fact]
    public void TheMeshIsTheSameForAnyTilesAndTheFitForAnyThreads()
    {
        FitOptions few = Mesh32 with { MaxSweeps = 5 };
        MemoryRaster raster = Raster(Sky);
        FitResult one = LocalHost.Fit(raster, few with { Threads = 1 }, null);
        FitResult two = LocalHost.Fit(raster, few, null);
        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(two));
        Assert.Equal(Nodes(one), Nodes(two));
        Assert.Equal(Nodes(one), Nodes(LocalHost.Fit(raster, few with { TileSize = 0, MaxSweeps = 1 }, [])));
        Assert.Equal(Nodes(one), Nodes(LocalHost.Fit(raster, few with { TileSize = 20, Ring = 1, MaxSweeps = 1 }, [])));
        new ShuffledHost(raster, few, 3).AssertGives(one, null);
    }

    [Fact]
    public void ASurveyOfTwoLooksHasTheBitsOfOneProcess()
    {
        FitOptions options = Mesh32 with { Background = BackgroundChoice.Auto, MaxSweeps = 4 };
        FitResult expected = LocalHost.Fit(Raster(Sky), options, null);
        Assert.Equal(BackgroundKind.Mesh, expected.Background.Kind);
        new ShuffledHost(Raster(Sky), options, 5).AssertGives(expected, null);
    }

    [Fact]
    public void AnInterruptedFitGoesOnWithItsMesh()
    {
        FitOptions options = Mesh32 with { MaxSweeps = 3 };
        MemoryRaster raster = Raster(Sky);
        FitResult undisturbed = LocalHost.Fit(raster, options, null);
        var counting = new InterruptedJournal(new MemoryJournal(), int.MaxValue);
        LocalHost.Fit(raster, options, null, null, counting);
        foreach (int writes in new[] { 2, 5, 40, counting.Writes / 2, counting.Writes - 1 })
        {
            using var directory = new TemporaryDirectory();
            Assert.Throws<OperationCanceledException>(() => LocalHost.Fit(
                raster, options, null, null, new InterruptedJournal(new FileJournal(directory["job"]), writes)));
            FitResult resumed = LocalHost.Fit(raster, options, null, null, new FileJournal(directory["job"]));
            Assert.Equal(FitCase.BitsOf(undisturbed), FitCase.BitsOf(resumed));
            Assert.Equal(Nodes(undisturbed), Nodes(resumed));
            InputException e = Assert.Throws<InputException>(() => LocalHost.Fit(
                raster, options with { Background = BackgroundChoice.Mesh, Significance = 7 }, null, null,
                new FileJournal(directory["job"])));
            Assert.Contains(
                "--background was mesh:32 and is mesh, --significance was not given and is 7", e.Message);
        }
    }

    [Fact]
    public void TheResultHoldsTheMesh()
    {
        using var directory = new TemporaryDirectory();
        MemoryRaster raster = Raster(Sky);
        FitOptions options = Mesh32 with { MaxSweeps = 4 };
        (FitResult fit, _) = new FitRun(options, directory["out"], false) { Software = "test" }
            .Execute(raster);
        ResultReader result = ResultReader.Open(directory["out"]);
        Assert.Equal((BackgroundKind.Mesh, 32), (result.Manifest.Background.Kind, result.Manifest.Background.MeshSize));
        Assert.Null(result.Manifest.Background.Mesh);
        Background background = result.ReadBackground();
        Assert.Equal(Nodes(fit), BitsOf(background.RequireMesh()));
        Assert.Equal(9 * 8, result.Manifest.Files.Single(file => file.Path == "background.parquet").Rows);

        var model = new ModelRenderer(result.ReadComponents().Select(row => row.Component.Shape), background);
        var values = new double[Width * Height];
        model.Render(new SampleGrid(0, 0, 1, Width, Height), values);
        double sse = values.Select((f, k) => Math.Pow(ValueAt(Sky, k % Width, k / Width) - f, 2)).Sum();
        Assert.Equal(fit.Objective, sse, 1e-9 * sse);
        Assert.True(ResultDirectory.Owns(directory["out"], Path.Combine(directory["out"], "background.parquet")));
    }

    /// <summary>20 fields of noise, three times as strong in one half.</summary>
    [Fact]
    public void NoiseThatDiffersByPlaceIsNotFitted()
    {
        int found = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            double[] noise = [.. Normal.Samples(new Random(seed), 0, 1).Take(Width * Height)];
            var raster = new MemoryRaster(
                Width, Height, (x, y) => 5 + (x < Width / 2 ? 1 : 3) * noise[y * Width + x]);
            FitResult fit = LocalHost.Fit(raster, Mesh32 with { TileSize = 0 }, null);
            Assert.InRange(fit.Background.RequireMesh().NoiseAt(40, 100), 0.9, 1.1);
            Assert.InRange(fit.Background.RequireMesh().NoiseAt(Width - 40, 100), 2.7, 3.3);
            found += (int)fit.Components.Count;
        }

        Assert.InRange(found, 0, 1);
    }

    /// <summary>
    /// The same spots in both halves: 15 standard deviations of the smooth half's noise, and 5 of the rough one's.
    /// </summary>
    [Fact]
    public void ASourceMustStandOutFromTheNoiseOfItsPlace()
    {
        // √(Σ (a·g)²) = a·√(π·|Σ|^½).
        double amplitude = 15 / Math.Sqrt(Math.PI * 4);
        Gaussian[] spots =
        [
            .. from j in Enumerable.Range(0, 5)
               from i in Enumerable.Range(0, 6)
               select new Gaussian(amplitude, 25 + 50 * i, 25.4 + 51 * j, 2, 0, 2),
        ];
        double[] noise = [.. Normal.Samples(new Random(3), 0, 1).Take(Width * Height)];
        var raster = new MemoryRaster(Width, Height, (x, y) =>
            5 + (x < Width / 2 ? 1 : 3) * noise[y * Width + x] + spots.Sum(spot => spot.ValueAt(x, y)));
        FitResult fit = LocalHost.Fit(raster, Mesh32 with { TileSize = 0 }, null);
        MatchReport smooth = Compare(fit, [.. spots.Where(spot => spot.X < Width / 2)]);
        Assert.Equal(15, smooth.Matched);
        Assert.InRange(smooth.Found, 15, 16);
    }

    /// <summary>Spots of 10 to 34 standard deviations √(ΔE/σ²); those that are left out are below S.</summary>
    [Fact]
    public void SignificanceRemovesTheFaintOnesAlone()
    {
        Gaussian[] spots =
        [
            .. from j in Enumerable.Range(0, 6)
               from i in Enumerable.Range(0, 7)
               let significance = 10 + 4 * i
               select new Gaussian(
                   0.01 * significance / Math.Sqrt(Math.PI * 4), 20.3 + 41 * i, 22.7 + 42 * j, 2, 0, 2),
        ];
        var raster = new MemoryRaster(
            Width, Height, (x, y) => 1 + Noise[y * Width + x] + spots.Sum(spot => spot.ValueAt(x, y)));
        FitOptions options = Mesh32 with { Background = BackgroundChoice.Constant, TileSize = 0 };
        Assert.Equal(spots.Length, LocalHost.Fit(raster, options, null).Components.Count);
        // 20 lies between the second and fourth column of spots, whose significance is 18 and 22 within some ±3.
        FitResult fit = LocalHost.Fit(raster, options with { Significance = 20 }, null);
        Assert.Equal(4 * 6, Compare(fit, [.. spots.Where((_, k) => k % 7 > 2)], 1.5).Matched);
        Assert.Equal(0, Compare(fit, [.. spots.Where((_, k) => k % 7 < 2)], 1.5).Matched);
        Assert.InRange(fit.Components.Count, 24, 30);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        MemoryRaster raster = Raster(Sky);
        Refuse("--significance 0 must be a positive number", Mesh32 with { Significance = 0 }, null);
        Refuse("give one of them", Mesh32 with { Significance = 5, Rmse = 1 }, null);
        Refuse("give one of them", Mesh32 with { Significance = 5, Components = 7 }, null);
        Refuse("those of --init stay as many", Mesh32 with { Significance = 5 }, Spots);
        Refuse(
            "--loss poisson does not go with --background mesh:32",
            Mesh32 with { Loss = LossModel.Parse("poisson", "") }, Spots);
        var huge = new MemoryRaster(320_000, 320_000, (_, _) => 0);
        InputException e = Assert.Throws<InputException>(
            () => LocalHost.Fit(huge, Mesh32 with { Background = BackgroundChoice.Mesh, TileSize = 8192 }, null));
        Assert.Contains(
            "a mesh of 5000 × 5000 nodes is more than the 4000000 that a fit keeps in memory; take mesh:160",
            e.Message);
        using var directory = new TemporaryDirectory();
        e = Assert.Throws<InputException>(() => new FitRun(Mesh32, directory["out"], false)
        {
            Software = "test",
            Method = FitMethod.ExpectationMaximization,
        }.Execute(raster, Spots));
        Assert.Contains("--background mesh:32 goes with rasters and --method lm", e.Message);

        void Refuse(string message, FitOptions options, IReadOnlyList<Gaussian>? initial) => Assert.Contains(
            message, Assert.Throws<InputException>(() => LocalHost.Fit(raster, options, initial)).Message);
    }

    private static double Sky(int x, int y) =>
        2 + 0.05 * Math.Sin(0.012 * x) + 0.04 * Math.Cos(0.01 * y + 1) + 2e-4 * x;

    private static double ValueAt(Func<int, int, double> sky, int x, int y) =>
        sky(x, y) + Noise[y * Width + x] + Spots.Sum(spot => spot.ValueAt(x, y));

    private static MemoryRaster Raster(Func<int, int, double> sky)
    {
        double[] values = [.. Enumerable.Range(0, Width * Height).Select(k => ValueAt(sky, k % Width, k / Width))];
        return new MemoryRaster(Width, Height, (x, y) => values[y * Width + x]);
    }

    private static long[] Nodes(FitResult fit) => BitsOf(fit.Background.RequireMesh());

    private static long[] BitsOf(BackgroundMesh mesh) =>
        [.. mesh.Values.ToArray().Concat(mesh.Noise.ToArray()).Select(BitConverter.DoubleToInt64Bits)];

    private static MatchReport Compare(FitResult fit, Gaussian[] truth, double radius = 1) => CatalogMatcher.Compare(
        [.. truth.Select(g => CatalogEntry.From(g))],
        [.. fit.Components.Select(row => CatalogEntry.From(row.Component.Shape))], radius);
}
