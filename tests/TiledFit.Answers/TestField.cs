using TiledFit.Benchmarks.Peers;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Answers;

/// <summary>A synthetic field in a file, which all methods read, with its truth and starts that are off it.</summary>
internal sealed class TestField : IDisposable
{
    private readonly string _directory;
    private readonly SyntheticFieldOptions _options;
    private readonly double[] _pixels;

    /// <summary>Draws a field of σ 2 to 5 px, amplitudes 0.5 to 1.5 and noise 0.01.</summary>
    /// <param name="directory">For its files.</param>
    /// <param name="side">Columns and rows.</param>
    /// <param name="components">How many.</param>
    /// <param name="seed">Names it.</param>
    public TestField(string directory, int side, int components, int seed)
    {
        _directory = directory;
        _options = new SyntheticFieldOptions
        {
            Width = side,
            Height = side,
            Components = components,
            Seed = (ulong)seed,
        };
        SyntheticField field = SyntheticField.Generate(_options);
        Truth = field.Truth;
        RasterPath = PathOf("npy");
        field.Write(new SyntheticFieldPaths(RasterPath));
        Raster = RasterFactory.Open(RasterPath);
        _pixels = new double[side * side];
        Raster.Read(new PixelRectangle(0, 0, side, side), _pixels);
    }

    public IReadOnlyList<Gaussian> Truth { get; }

    public IRaster Raster { get; }

    /// <summary>.npy, float32.</summary>
    public string RasterPath { get; }

    public int Pixels => _pixels.Length;

    /// <summary>The truth with every parameter off by p: see <see cref="SyntheticField.Initial"/>.</summary>
    public IReadOnlyList<Gaussian> Start(double perturbation) =>
        [.. SyntheticField.Generate(_options with { Perturbation = perturbation }).Initial];

    /// <summary>The field and a start as files.</summary>
    public FitProblem Problem(IReadOnlyList<Gaussian> start)
    {
        string path = PathOf("csv");
        File.WriteAllLines(path,
        [
            "amplitude,x,y,chol_11,chol_21,chol_22",
            .. start.Select(g => FormattableString.Invariant(
                $"{g.Amplitude:R},{g.X:R},{g.Y:R},{g.L11:R},{g.L21:R},{g.L22:R}")),
        ]);
        return new FitProblem(RasterPath, path);
    }

    /// <summary>E of components, pixel by pixel by the formula.</summary>
    public double Objective(IEnumerable<Gaussian> components)
    {
        double[] residual = [.. _pixels];
        foreach (Gaussian g in components.Where(g => g.IsValid))
        {
            int top = Inside(Math.Ceiling(g.Y - g.HalfHeight)), left = Inside(Math.Ceiling(g.X - g.HalfWidth));
            for (int y = top; y < _options.Height && y <= g.Y + g.HalfHeight; y++)
            {
                for (int x = left; x < _options.Width && x <= g.X + g.HalfWidth; x++)
                {
                    residual[y * _options.Width + x] -= g.ValueAt(x, y);
                }
            }
        }

        return residual.Sum(r => r * r);
    }

    public void Dispose() => Raster.Dispose();

    private string PathOf(string extension) => Path.Combine(
        _directory, $"field-{_options.Width}-{_options.Components}-{_options.Seed}.{extension}");

    private int Inside(double position) => (int)Math.Clamp(position, 0, _options.Width);
}
