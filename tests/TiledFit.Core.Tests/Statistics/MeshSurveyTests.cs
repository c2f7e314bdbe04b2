using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;

namespace TiledFit.Core.Tests.Statistics;

public class MeshSurveyTests
{
    private const int Side = 256;

    private static readonly MeshGrid Grid = new(Side, Side, 64);

    private static readonly PixelRectangle All = new(0, 0, Side, Side);

    /// <summary>The mode of 4,096 normal values has the standard error 2.14σ/64, σ of them σ/√8192.</summary>
    [Fact]
    public void LevelAndNoiseOfASkyWithSources()
    {
        double[] sky = Noise(1, 10, 2);
        double[] pixels = [.. sky.Select((z, k) => z + (k % 53 == 0 ? 100 + k % 7 : 0))];
        MeshPart part = Survey(pixels);
        Assert.Equal(16, part.Levels.Count);
        Assert.Equal(0, part.Crowded);
        Assert.All(part.Levels, level => Assert.InRange(level, 10 - 0.3, 10 + 0.3));
        Assert.Equal(10, part.Levels.Average(), 0.05);
        Assert.Equal(2, part.Noise.Average(), 0.02);
        Assert.All(part.Noise, noise => Assert.InRange(noise, 1.9, 2.1));
        // The sources are part of 4 differences in 106.
        Assert.Equal(Math.Sqrt(2), part.Roughness.Median(), 0.08);
    }

    /// <summary>Half a frame that was filled up with a number has the noise of the other half.</summary>
    [Fact]
    public void WhereThereIsNoNoiseItIsThatOfTheNeighbours()
    {
        double[] pixels = [.. Noise(3, 10, 2).Select((z, k) => k % Side < Side / 2 ? z : 0)];
        BackgroundMesh mesh = SurveyedMesh.Of(Grid, [Survey(pixels)]).Mesh;
        for (int x = 0; x < Side; x += 5)
        {
            Assert.InRange(mesh.NoiseAt(x, 100), 1.8, 2.2);
        }

        BackgroundMesh flat = SurveyedMesh.Of(Grid, [Survey([.. Enumerable.Repeat(5.0, Side * Side)])]).Mesh;
        Assert.Equal(0, flat.NoiseAt(100, 100));
    }

    [Fact]
    public void ValuesWhoseSquaresOverflowAreRefused() => Assert.Contains(
        "overflow",
        Assert.Throws<InputException>(() => SurveyedMesh.Of(
            Grid, [Survey([.. Noise(3, 10, 2).Select(z => 1e200 * z)])])).Message);

    /// <summary>The same by sorting, cell by cell, where halves' medians do not differ.</summary>
    [Fact]
    public void TheModeIsThatOfTheClippedValues()
    {
        // Each half has the same values as the other, so that there is no slope to take off.
        double[] quarter = [.. Normals(4, 32 * 32, 5, 1).Select(z => z > 5.8 ? z + 3 : z)];
        double[] pixels = [.. Enumerable.Range(0, Side * Side).Select(k => quarter[k / Side % 32 * 32 + k % 32])];
        double[] cell = [.. quarter.Concat(quarter).Concat(quarter).Concat(quarter)];
        while (true)
        {
            double middle = cell.Median(), mean = cell.Mean(), sigma = cell.PopulationStandardDeviation();
            double[] kept = [.. cell.Where(z => Math.Abs(z - middle) <= 3 * sigma)];
            if (kept.Length == cell.Length)
            {
                bool isSkewed = Math.Abs(mean - middle) > 0.3 * sigma;
                MeshPart part = Survey(pixels);
                Assert.All(
                    part.Levels, level => Assert.Equal(isSkewed ? middle : 2.5 * middle - 1.5 * mean, level, 1e-12));
                Assert.All(part.Noise, noise => Assert.Equal(sigma / 0.98485, noise, 1e-12));
                Assert.Equal(isSkewed ? 16 : 0, part.Crowded);
                return;
            }

            cell = kept;
        }
    }

    [Fact]
    public void ASlopeIsNotNoise()
    {
        double[] noise = Noise(2, 0, 1);
        MeshPart part = Survey([.. noise.Select((z, k) => z + 0.2 * (k % Side) - 0.3 * (k / Side))]);
        Assert.Equal(1, part.Noise.Average(), 0.02);
        for (int node = 0; node < 16; node++)
        {
            double truth = 0.2 * Grid.NodeX(node % 4) - 0.3 * Grid.NodeY(node / 4);
            Assert.Equal(truth, part.Levels[node], 0.15);
        }
    }

    [Fact]
    public void PartsTellTheSameOfTheirCells()
    {
        double[] pixels = Noise(5, 1, 1);
        MeshPart whole = Survey(pixels);
        MeshPart[] parts =
        [
            .. from y in Enumerable.Range(0, 3)
               from x in Enumerable.Range(0, 3)
               select Survey(pixels, new PixelRectangle(100 * x, 100 * y, 100, 100).Intersect(All)),
        ];
        Assert.Equal(16, parts.Sum(part => part.Levels.Count));
        Assert.Equal(
            SurveyedMesh.Of(Grid, [whole]).Mesh.Values.ToArray(), SurveyedMesh.Of(Grid, parts).Mesh.Values.ToArray());
    }

    /// <summary>Cells without data in a quarter of their pixels follow those around them.</summary>
    [Fact]
    public void MissingCellsAreFilled()
    {
        double[] pixels = Noise(6, 7, 0.1);
        for (int k = 0; k < pixels.Length; k++)
        {
            bool isHole = k % Side >= 64 && (k / Side < 128 || k % 7 > 0);
            pixels[k] = isHole ? double.NaN : pixels[k];
        }

        MeshPart part = Survey(pixels);
        Assert.Equal(12, part.Levels.Count(double.IsNaN));
        BackgroundMesh mesh = SurveyedMesh.Of(Grid, [part]).Mesh;
        Assert.All(mesh.Values.ToArray(), level => Assert.Equal(7, level, 0.02));
        Assert.All(mesh.Noise.ToArray(), noise => Assert.Equal(0.1, noise, 0.005));
        InputException e = Assert.Throws<InputException>(
            () => SurveyedMesh.Of(Grid, [Survey([.. pixels.Select(_ => double.NaN)])]));
        Assert.Contains("no cell of 64 px has data in a quarter of its pixels", e.Message);
    }

    [Fact]
    public void ALevelThatStandsOutBecomesTheMedianAroundIt()
    {
        var grid = new MeshGrid(640, 640, 64);
        double[] levels = [.. Enumerable.Range(0, 100).Select(node => 3 + 0.5 * (node % 10) - 0.25 * (node / 10))];
        double[] flat = [.. Enumerable.Repeat(0.01, 100)];
        BackgroundMesh clean = Assemble(grid, levels, flat);
        Assert.All(Enumerable.Range(0, 100), node => Assert.Equal(levels[node], clean.Values[node], 1e-12));

        levels[44] += 9;
        levels[9] += 9;
        BackgroundMesh mesh = Assemble(grid, levels, flat);
        Assert.Equal(3 + 0.5 * 4 - 0.25 * 4, mesh.Values[44], 1e-12);
        Assert.Equal(3 + 0.5 * 9, mesh.Values[9], 1.0);
        Assert.Equal(3 + 0.5 * 7 - 0.25 * 7, mesh.Values[77], 1e-12);
    }

    /// <summary>The mean of a parabola over a cell is c·h²/24 above its middle.</summary>
    [Fact]
    public void MeansOfCellsBecomeLevelsOfNodes()
    {
        var grid = new MeshGrid(640, 320, 64);
        static double Sky(double x, double y) => 1e-4 * x * x - 2e-4 * y * y;
        double[] means =
        [
            .. Enumerable.Range(0, 50).Select(node =>
                Sky(grid.NodeX(node % 10), grid.NodeY(node / 10)) + (2e-4 - 4e-4) * 64 * 64 / 24),
        ];
        BackgroundMesh mesh = Assemble(grid, means, [.. Enumerable.Repeat(1.0, 50)]);
        for (int node = 0; node < 50; node++)
        {
            Assert.Equal(Sky(grid.NodeX(node % 10), grid.NodeY(node / 10)), mesh.Values[node], 1e-10);
        }
    }

    private static BackgroundMesh Assemble(MeshGrid grid, double[] levels, double[] noise) => SurveyedMesh.Of(
        grid, [new MeshPart(new PixelRectangle(0, 0, grid.Columns, grid.Rows), levels, noise, noise, 0)]).Mesh;

    private static MeshPart Survey(double[] pixels, PixelRectangle? part = null) =>
        MeshPart.Survey(Grid, part ?? All, window =>
        {
            var values = new double[window.Area];
            for (int k = 0; k < values.Length; k++)
            {
                values[k] = pixels[(window.Y + k / window.Width) * Side + window.X + k % window.Width];
            }

            return values;
        });

    private static double[] Noise(int seed, double mean, double sigma) =>
        [.. Normals(seed, Side * Side, mean, sigma)];

    private static IEnumerable<double> Normals(int seed, int count, double mean, double sigma) =>
        Normal.Samples(new Random(seed), mean, sigma).Take(count);
}
