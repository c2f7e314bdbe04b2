using MathNet.Numerics.Interpolation;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Model;

public class BackgroundMeshTests
{
    private static readonly MeshGrid Grid = new(500, 300, 64);

    private static readonly double[] Values = Draw(7);

    private static readonly BackgroundMesh Mesh = new(Grid, Values, [.. Draw(8).Select(Math.Abs)]);

    [Fact]
    public void TheSplinePassesThroughItsNodes()
    {
        for (int node = 0; node < Values.Length; node++)
        {
            Assert.Equal(
                Values[node],
                Mesh.ValueAt(Grid.NodeX(node % Grid.Columns), Grid.NodeY(node / Grid.Columns)), 1e-13);
        }
    }

    /// <summary>MathNet's splines with parabolas at their ends, down the columns, then along the row.</summary>
    [Fact]
    public void ItIsTheTensorProductOfCubicSplines()
    {
        var random = new Random(3);
        double[] xs = [.. Enumerable.Range(0, Grid.Columns).Select(Grid.NodeX)];
        double[] ys = [.. Enumerable.Range(0, Grid.Rows).Select(Grid.NodeY)];
        for (int trial = 0; trial < 200; trial++)
        {
            double x = xs[0] + (xs[^1] - xs[0]) * random.NextDouble();
            double y = ys[0] + (ys[^1] - ys[0]) * random.NextDouble();
            double[] along = [.. xs.Select((_, column) => Spline(ys, [.. ys.Select((_, row) => At(column, row))], y))];
            Assert.Equal(Spline(xs, along, x), Mesh.ValueAt(x, y), 1e-12);
        }
    }

    /// <summary>A parabola goes on to the edge, and no farther than the raster.</summary>
    [Fact]
    public void AParabolaIsFollowedToTheEdge()
    {
        static double Sky(double x, double y) => 3 + 0.01 * x - 2e-4 * x * x + 1e-4 * x * y + 3e-4 * y * y;
        var mesh = new BackgroundMesh(
            Grid,
            [
                .. Enumerable.Range(0, (int)Grid.Count)
                    .Select(node => Sky(Grid.NodeX(node % Grid.Columns), Grid.NodeY(node / Grid.Columns))),
            ],
            new double[Grid.Count]);
        (double X, double Y)[] places = [(0, 0), (499, 0), (0, 299), (499.5, 299.5), (-0.5, 20), (250, 150)];
        foreach ((double x, double y) in places)
        {
            Assert.Equal(Sky(x, y), mesh.ValueAt(x, y), 1e-10);
        }

        Assert.Equal(mesh.ValueAt(499.5, -0.5), mesh.ValueAt(2000, -70));
    }

    [Fact]
    public void ARowHasTheBitsOfItsPixelsWhereverItBegins()
    {
        foreach ((int x, int y, int width) in new[] { (0, 0, 500), (137, 250, 66), (499, 299, 1), (30, 31, 3) })
        {
            var row = new double[width];
            Mesh.FillRow(x, y, row);
            Assert.Equal(
                Enumerable.Range(x, width)
                    .Select(column => BitConverter.DoubleToInt64Bits(Mesh.ValueAt(column, y))),
                row.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void NoiseIsBilinearAndFlatBeyondTheNodes()
    {
        double At(int column, int row) => Mesh.Noise[row * Grid.Columns + column];
        Assert.Equal(At(2, 3), Mesh.NoiseAt(Grid.NodeX(2), Grid.NodeY(3)), 1e-15);
        Assert.Equal(
            0.25 * (At(2, 1) + At(3, 1) + At(2, 2) + At(3, 2)),
            Mesh.NoiseAt(0.5 * (Grid.NodeX(2) + Grid.NodeX(3)), 0.5 * (Grid.NodeY(1) + Grid.NodeY(2))), 1e-14);
        Assert.Equal(At(0, 0), Mesh.NoiseAt(0, 0));
        Assert.Equal(At(Grid.Columns - 1, 0), Mesh.NoiseAt(499, 3));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(120, 10)]
    [InlineData(10, 190)]
    public void FewNodesGiveALine(int width, int height)
    {
        var grid = new MeshGrid(width, height, 64);
        double Sky(double x, double y) => 5 + (grid.Columns > 1 ? 0.1 * x : 0) - (grid.Rows > 1 ? 0.2 * y : 0);
        var mesh = new BackgroundMesh(
            grid,
            [
                .. Enumerable.Range(0, (int)grid.Count)
                    .Select(node => Sky(grid.NodeX(node % grid.Columns), grid.NodeY(node / grid.Columns))),
            ],
            Enumerable.Repeat(2.0, (int)grid.Count).ToArray());
        Assert.Equal(Sky(0, 0), mesh.ValueAt(0, 0), 1e-12);
        Assert.Equal(Sky(width - 1, height - 1), mesh.ValueAt(width - 1, height - 1), 1e-12);
        Assert.Equal(2, mesh.NoiseAt(width - 1, 0), 1e-15);
    }

    [Fact]
    public void EachNodeHasALevelAndANoise()
    {
        var grid = new MeshGrid(64, 64, 32);
        Assert.Throws<ArgumentException>(() => new BackgroundMesh(grid, new double[3], new double[4]));
        Assert.Throws<ArgumentException>(() => new BackgroundMesh(grid, [1, 2, double.NaN, 4], new double[4]));
        Assert.Throws<ArgumentException>(() => new BackgroundMesh(grid, new double[4], [1, 2, -1, 4]));
    }

    [Fact]
    public void ABackgroundWithoutItsNodesIsNotEvaluated()
    {
        Background background = Background.Of(Mesh);
        Assert.Equal(Mesh.ValueAt(40, 50), background.ValueAt(40, 50));
        Assert.Throws<InvalidOperationException>(() => (background with { Mesh = null }).ValueAt(40, 50));
    }

    /// <summary>Cells cover the raster evenly; each begins in one of the parts that the raster is cut into.</summary>
    [Theory]
    [InlineData(500, 300, 64, 128)]
    [InlineData(1000, 70, 8, 100)]
    [InlineData(97, 611, 100, 32)]
    [InlineData(5, 5, 64, 4)]
    public void EveryPixelIsInACellAndEveryCellInAPart(int width, int height, int size, int tile)
    {
        var grid = new MeshGrid(width, height, size);
        var seen = new int[grid.Count];
        for (int y = 0; y < height; y += tile)
        {
            for (int x = 0; x < width; x += tile)
            {
                var part = new PixelRectangle(x, y, Math.Min(tile, width - x), Math.Min(tile, height - y));
                PixelRectangle cells = grid.CellsIn(part);
                for (int k = 0; k < cells.Area; k++)
                {
                    int column = cells.X + k % cells.Width, row = cells.Y + k / cells.Width;
                    PixelRectangle cell = grid.CellOf(column, row);
                    Assert.True(part.Contains(cell.X, cell.Y));
                    Assert.InRange(cell.X + 0.5 * (cell.Width - 1) - grid.NodeX(column), -0.51, 0.51);
                    seen[row * grid.Columns + column]++;
                }
            }
        }

        Assert.All(seen, count => Assert.Equal(1, count));
        Assert.Equal(
            (long)width * height,
            Enumerable.Range(0, (int)grid.Count)
                .Sum(node => grid.CellOf(node % grid.Columns, node / grid.Columns).Area));
    }

    private static double At(int column, int row) => Values[row * Grid.Columns + column];

    private static double Spline(double[] x, double[] y, double at) => CubicSpline.InterpolateBoundariesSorted(
        x, y, SplineBoundaryCondition.ParabolicallyTerminated, 0, SplineBoundaryCondition.ParabolicallyTerminated, 0)
        .Interpolate(at);

    private static double[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)Grid.Count).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
