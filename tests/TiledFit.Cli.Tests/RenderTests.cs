using System.Buffers.Binary;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Cli.Tests;

public class RenderTests
{
    [Fact]
    public async Task TheModelIsItsFormula()
    {
        double[] values = await RenderAsync("", SampleResult.Width, SampleResult.Height);
        AssertEqual((x, y) => SampleResult.ModelAt(x, y), values, SampleResult.Width);
    }

    [Fact]
    public async Task AWindowIsAPartOfIt()
    {
        double[] values = await RenderAsync("--window 17,9,30,20", 30, 20);
        AssertEqual((x, y) => SampleResult.ModelAt(x + 17, y + 9), values, 30);
    }

    [Fact]
    public async Task AWholeScaleTakesMeansOverThePixels()
    {
        double[] values = await RenderAsync("--window 1,2,7,5 --scale 3", 3, 2);
        double Mean(int column, int row)
        {
            var pixels =
                from y in Enumerable.Range(3 * row, 3)
                where y < 5
                from x in Enumerable.Range(3 * column, 3)
                where x < 7
                select SampleResult.ModelAt(1 + x, 2 + y);
            return pixels.Average();
        }
        AssertEqual(Mean, values, 3);
    }

    [Fact]
    public async Task AFineScaleSamplesThePixelsInside()
    {
        double[] values = await RenderAsync("--window 20,15,3,2 --scale 0.25", 12, 8);
        AssertEqual((i, j) => SampleResult.ModelAt(19.5 + (i + 0.5) / 4, 14.5 + (j + 0.5) / 4), values, 12);
    }

    [Fact]
    public async Task TheResidualIsWhatTheModelLeaves()
    {
        double[] values = await RenderAsync("--residual", SampleResult.Width, SampleResult.Height);
        AssertEqual((x, y) => SampleResult.ValueAt(x, y) - SampleResult.ModelAt(x, y), values, SampleResult.Width);
        Assert.True(double.IsNaN(values[20 * SampleResult.Width + 30]));
    }

    [Fact]
    public async Task APictureHasTheSizeOfTheWindow()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        CommandLine run = await CommandLine.RunAsync(
            $"render {directory["result"]} -o {directory["a.png"]} --residual --window 3,4,50,36 --scale 2");
        Assert.Equal(ExitCode.Done, run.Code);
        byte[] png = File.ReadAllBytes(directory["a.png"]);
        Assert.Equal("IHDR"u8, png.AsSpan(12, 4));
        Assert.Equal(25, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(18, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [SkippableFact]
    public async Task AWindowKeepsItsPlaceInTheWorld()
    {
        Skip.If(Gdal.Version is null, "GDAL is not installed");
        using var directory = new TemporaryDirectory();
        var world = new GeoTransform(500_000, 30, 0, 4_000_000, 0, -30);
        SampleResult.Write(directory["in.tif"], directory["result"], world);
        CommandLine run = await CommandLine.RunAsync(
            $"render {directory["result"]} -o {directory["a.tif"]} --window 10,20,16,8 --scale 2");
        Assert.Equal(ExitCode.Done, run.Code);
        using IRaster rendered = RasterFactory.Open(directory["a.tif"]);
        Assert.Equal((8, 4), (rendered.Info.Width, rendered.Info.Height));
        Assert.Equal(new GeoTransform(500_300, 60, 0, 3_999_400, 0, -60), rendered.Info.GeoTransform);
    }

    [Fact]
    public async Task ARasterThatHasChangedHasNoResidual()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        byte[] bytes = File.ReadAllBytes(directory["in.npy"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(directory["in.npy"], bytes);
        CommandLine run =
            await CommandLine.RunAsync($"render {directory["result"]} -o {directory["a.npy"]} --residual");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("has changed since it was fitted", run.Error);
        Assert.False(File.Exists(directory["a.npy"]));
    }

    private static async Task<double[]> RenderAsync(string options, int width, int height)
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        CommandLine run = await CommandLine.RunAsync($"render {directory["result"]} -o {directory["a.npy"]} {options}");
        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Done, run.Code);
        using IRaster raster = RasterFactory.Open(directory["a.npy"]);
        Assert.Equal((width, height), (raster.Info.Width, raster.Info.Height));
        var values = new double[width * height];
        raster.Read(new PixelRectangle(0, 0, width, height), values);
        return values;
    }

    /// <summary>To half a unit in the last place of the float32 that was written, of values up to 32.</summary>
    private static void AssertEqual(Func<int, int, double> expected, double[] values, int width)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected(i % width, i / width), values[i], 1.1e-6);
        }
    }
}
