using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>
/// The residual seen through Gaussian templates of growing σ, as a pyramid: the grid is thinned as soon as σ allows it
/// (Burt and Adelson 1983), so that all scales together cost little more than the finest.
/// <para>
/// With m = 1 on valid pixels and G_σ a smoothing of unit sum, N = Σ m·r·g = 2πσ²·G_σ∗(m·r) and, because
/// g_σ² = g_(σ/√2), D = Σ m·g² = πσ²·G_(σ/√2)∗m: a normalised convolution (Knutsson and Westin 1993) whose optimum is
/// the least-squares amplitude on what is seen.
/// </para>
/// </summary>
internal sealed class ScaleSpace
{
    /// <summary>The grid is thinned when σ reaches this many nodes, which leaves 1e-4 of aliasing.</summary>
    private const double ThinningSigma = 4;

    /// <summary>Nodes kept around the window: beyond, what a template sees of the window is negligible.</summary>
    private const int Margin = 12;

    /// <summary>Least share D / (πσ²) of a template that must be seen.</summary>
    private const double LeastCoverage = 0.15;

    private readonly PixelRectangle _window;
    private int _step, _originX, _originY, _width, _height;
    private double[] _values, _mask;
    private double _sigma;

    private ScaleSpace(ResidualWindow residual)
    {
        _window = residual.Bounds;
        PlaceGrid(1);
        _values = new double[_width * _height];
        _mask = new double[_width * _height];
        for (int y = 0; y < _window.Height; y++)
        {
            for (int x = 0; x < _window.Width; x++)
            {
                double r = residual.Values[y * _window.Width + x];
                if (double.IsFinite(r))
                {
                    int node = (y + _window.Y - _originY) * _width + x + _window.X - _originX;
                    _values[node] = r;
                    _mask[node] = 1;
                }
            }
        }
    }

    /// <summary>The scales from fine to coarse; each level is made when it is asked for.</summary>
    public static IEnumerable<ScaleLevel> Levels(ResidualWindow residual, DetectionOptions options)
    {
        var space = new ScaleSpace(residual);
        for (int k = 0; ; k++)
        {
            double sigma = options.MinSigma * RootOfTwo(options.ScalesPerOctave, k);
            if (sigma > options.MaxSigma)
            {
                yield break;
            }

            yield return space.Next(sigma);
        }
    }

    /// <summary>2^(k/n), by repeated multiplication of the n-th root of two.</summary>
    private static double RootOfTwo(int n, int k)
    {
        double root = DeterministicMath.Exp(DeterministicMath.Log(2) / n), power = 1;
        for (int i = 0; i < k; i++)
        {
            power *= root;
        }

        return power;
    }

    private ScaleLevel Next(double next)
    {
        while (next >= ThinningSigma * _step)
        {
            Thin();
        }

        double increment = Math.Sqrt(next * next - _sigma * _sigma) / _step;
        SmoothingKernel.Apply(_values, _width, _height, increment);
        SmoothingKernel.Apply(_mask, _width, _height, increment * Math.Sqrt(0.5));
        _sigma = next;
        return new ScaleLevel
        {
            Sigma = _sigma,
            Step = _step,
            OriginX = _originX,
            OriginY = _originY,
            Width = _width,
            Height = _height,
            Response = Response(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Response()
    {
        var response = new double[_values.Length];
        double scale = 2 * Math.Sqrt(Math.PI) * _sigma;
        for (int i = 0; i < response.Length; i++)
        {
            response[i] = _mask[i] >= LeastCoverage ? scale * _values[i] / Math.Sqrt(_mask[i]) : 0;
        }

        return response;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Thin()
    {
        (int oldX, int oldY, int oldWidth, int oldHeight) = (_originX, _originY, _width, _height);
        (double[] oldValues, double[] oldMask) = (_values, _mask);
        PlaceGrid(2 * _step);
        _values = new double[_width * _height];
        _mask = new double[_width * _height];
        // In old nodes; beyond the old margin there is nothing.
        int left = 2 * (_originX - oldX) / _step, top = 2 * (_originY - oldY) / _step;
        for (int y = Math.Max(0, (1 - top) / 2); y < _height && top + 2 * y < oldHeight; y++)
        {
            for (int x = Math.Max(0, (1 - left) / 2); x < _width && left + 2 * x < oldWidth; x++)
            {
                int old = (top + 2 * y) * oldWidth + left + 2 * x;
                _values[y * _width + x] = oldValues[old];
                _mask[y * _width + x] = oldMask[old];
            }
        }
    }

    /// <summary>Nodes at the window's first pixel plus multiples of the step, with the margin on all sides.</summary>
    private void PlaceGrid(int step)
    {
        _step = step;
        _originX = _window.X - Margin * _step;
        _originY = _window.Y - Margin * _step;
        _width = (_window.Width - 1) / _step + 1 + 2 * Margin;
        _height = (_window.Height - 1) / _step + 1 + 2 * Margin;
    }
}
