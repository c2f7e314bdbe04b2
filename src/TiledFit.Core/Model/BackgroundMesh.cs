namespace TiledFit.Core.Model;

/// <summary>
/// A background that is known at the nodes of a mesh, and the noise there. Between the nodes the level is the bicubic
/// spline through them, a sum of cubic B-splines whose end pieces are parabolas (third derivative 0), so that it
/// follows a curved sky to the raster's edge; the noise is bilinear, and so never negative. What a pixel gets depends on
/// its place alone, bit for bit.
/// </summary>
public sealed class BackgroundMesh
{
    private readonly double[] _values, _noise, _coefficients;

    // Coefficients in a row.
    private readonly int _stride;

    /// <summary>A mesh.</summary>
    /// <param name="grid">Where the nodes are.</param>
    /// <param name="values">The level at each node, row by row, raster units.</param>
    /// <param name="noise">σ of the noise at each node, row by row, raster units.</param>
    /// <exception cref="ArgumentException">There is not one finite value and noise for each node.</exception>
    public BackgroundMesh(MeshGrid grid, double[] values, double[] noise)
    {
        if (values.Length != grid.Count || noise.Length != grid.Count
            || !values.All(double.IsFinite) || !noise.All(sigma => double.IsFinite(sigma) && sigma >= 0))
        {
            throw new ArgumentException($"a mesh of {grid.Count} nodes has one level and one noise for each.");
        }

        Grid = grid;
        _values = values;
        _noise = noise;
        _stride = SplineCoefficients.StrideOf(grid.Columns);
        _coefficients = SplineCoefficients.Of(values, grid.Columns, grid.Rows);
    }

    /// <summary>Where the nodes are.</summary>
    public MeshGrid Grid { get; }

    /// <summary>The level at each node, row by row, raster units.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>σ of the noise at each node, row by row, raster units.</summary>
    public ReadOnlySpan<double> Noise => _noise;

    /// <summary>The level at a place, that of the nearest one within the raster's outline.</summary>
    public double ValueAt(double x, double y)
    {
        CubicWeights across = WeightsOf(x, Grid.Width, Grid.SpacingX, Grid.Columns);
        CubicWeights down = WeightsOf(y, Grid.Height, Grid.SpacingY, Grid.Rows);
        return across.Sum(
            Along(across.First, down), Along(across.First + 1, down), Along(across.First + 2, down),
            Along(across.First + 3, down));
    }

    /// <summary>The levels of pixels of one row, those that <see cref="ValueAt"/> gives.</summary>
    /// <param name="x">The first pixel's column.</param>
    /// <param name="y">Their row.</param>
    /// <param name="levels">Receives them.</param>
    public void FillRow(int x, int y, Span<double> levels)
    {
        CubicWeights down = WeightsOf(y, Grid.Height, Grid.SpacingY, Grid.Rows);
        int first = -1;
        double v0 = 0, v1 = 0, v2 = 0, v3 = 0;
        for (int k = 0; k < levels.Length; k++)
        {
            CubicWeights across = WeightsOf(x + k, Grid.Width, Grid.SpacingX, Grid.Columns);
            if (across.First != first)
            {
                first = across.First;
                (v0, v1) = (Along(first, down), Along(first + 1, down));
                (v2, v3) = (Along(first + 2, down), Along(first + 3, down));
            }

            levels[k] = across.Sum(v0, v1, v2, v3);
        }
    }

    /// <summary>σ of the noise at a place.</summary>
    public double NoiseAt(double x, double y)
    {
        (int column, double u) = CellOf(x, Grid.SpacingX, Grid.Columns);
        (int row, double v) = CellOf(y, Grid.SpacingY, Grid.Rows);
        int next = Math.Min(column + 1, Grid.Columns - 1), below = Math.Min(row + 1, Grid.Rows - 1);
        double upper = (1 - u) * NoiseOf(column, row) + u * NoiseOf(next, row);
        double lower = (1 - u) * NoiseOf(column, below) + u * NoiseOf(next, below);
        return (1 - v) * upper + v * lower;
    }

    private double NoiseOf(int column, int row) => _noise[row * Grid.Columns + column];

    private double Along(int column, in CubicWeights down)
    {
        int start = down.First * _stride + column;
        return down.Sum(
            _coefficients[start], _coefficients[start + _stride], _coefficients[start + 2 * _stride],
            _coefficients[start + 3 * _stride]);
    }

    // The piece between two nodes; the outer ones go on to the raster's edge.
    private static CubicWeights WeightsOf(double position, int length, double spacing, int nodes)
    {
        double u = (Math.Clamp(position, -0.5, length - 0.5) + 0.5) / spacing - 0.5;
        int first = Math.Clamp((int)Math.Floor(u), 0, Math.Max(0, nodes - 2));
        return new CubicWeights(first, u - first);
    }

    private static (int First, double Share) CellOf(double position, double spacing, int nodes)
    {
        double u = Math.Clamp((position + 0.5) / spacing - 0.5, 0, nodes - 1);
        int first = Math.Min((int)u, Math.Max(0, nodes - 2));
        return (first, u - first);
    }
}
