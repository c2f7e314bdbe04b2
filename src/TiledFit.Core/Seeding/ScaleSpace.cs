using TiledFit.Core.Model;

namespace TiledFit.Core.Seeding;

/// <summary>
/// The residual seen through Gaussian templates of growing σ, as a pyramid: the grid is thinned as soon as σ allows it
/// (Burt and Adelson 1983), so that all scales together cost little more than the finest.
/// <para>
/// With m = 1 on valid pixels and G_σ a smoothing of unit sum, N = Σ m·r·g = 2πσ²·G_σ∗(m·r) and, because
/// g_σ² = g_(σ/√2), D = Σ m·g² = πσ²·G_(σ/√2)∗m: a normalised convolution (Knutsson and Westin 1993) whose optimum is the
/// least-squares amplitude on what is seen.
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

    private readonly PixelRectangle window;
    private int step, originX, originY, width, height;
    private double[] values, mask;
    private double sigma;

    private ScaleSpace(ResidualWindow residual)
    {
        window = residual.Bounds;
        PlaceGrid(1);
        values = new double[width * height];
        mask = new double[width * height];
        for (int y = 0; y < window.Height; y++)
        {
            for (int x = 0; x < window.Width; x++)
            {
                double r = residual.Values[y * window.Width + x];
                if (!double.IsFinite(r))
                    continue;
                int node = (y + window.Y - originY) * width + x + window.X - originX;
                values[node] = r;
                mask[node] = 1;
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
                yield break;
            yield return space.Next(sigma);
        }
    }

    /// <summary>2^(k/n), by repeated multiplication of the n-th root of two.</summary>
    private static double RootOfTwo(int n, int k)
    {
        double root = Numerics.DeterministicMath.Exp(Numerics.DeterministicMath.Log(2) / n), power = 1;
        for (int i = 0; i < k; i++)
            power *= root;
        return power;
    }

    private ScaleLevel Next(double next)
    {
        while (next >= ThinningSigma * step)
            Thin();
        double increment = Math.Sqrt(next * next - sigma * sigma) / step;
        SmoothingKernel.Apply(values, width, height, increment);
        SmoothingKernel.Apply(mask, width, height, increment * Math.Sqrt(0.5));
        sigma = next;
        return new ScaleLevel
        {
            Sigma = sigma,
            Step = step,
            OriginX = originX,
            OriginY = originY,
            Width = width,
            Height = height,
            Response = Response(),
        };
    }

    private double[] Response()
    {
        var response = new double[values.Length];
        double scale = 2 * Math.Sqrt(Math.PI) * sigma;
        for (int i = 0; i < response.Length; i++)
            response[i] = mask[i] >= LeastCoverage ? scale * values[i] / Math.Sqrt(mask[i]) : 0;
        return response;
    }

    private void Thin()
    {
        (int oldX, int oldY, int oldStep, int oldWidth, int oldHeight) = (originX, originY, step, width, height);
        PlaceGrid(2 * step);
        values = Resample(values);
        mask = Resample(mask);

        double[] Resample(double[] old)
        {
            var thinned = new double[width * height];
            for (int y = 0; y < height; y++)
            {
                int row = (originY + y * step - oldY) / oldStep;
                if (originY + y * step < oldY || row >= oldHeight)
                    continue;
                for (int x = 0; x < width; x++)
                {
                    int column = (originX + x * step - oldX) / oldStep;
                    if (originX + x * step >= oldX && column < oldWidth)
                        thinned[y * width + x] = old[row * oldWidth + column];
                }
            }
            return thinned;
        }
    }

    /// <summary>Nodes at the window's first pixel plus multiples of the step, with the margin on all sides.</summary>
    private void PlaceGrid(int newStep)
    {
        step = newStep;
        originX = window.X - Margin * step;
        originY = window.Y - Margin * step;
        width = (window.Width - 1) / step + 1 + 2 * Margin;
        height = (window.Height - 1) / step + 1 + 2 * Margin;
    }
}
