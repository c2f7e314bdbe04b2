namespace TiledFit.Quality.Approximations;

/// <summary>
/// Cubic B-splines on uniform knots over n samples 0 … n − 1: m coefficients for m − 3 intervals, four of which reach
/// each sample (de Boor 1978).
/// </summary>
internal sealed class UniformSpline
{
    private const int Order = 4;

    private readonly int _coefficients;
    private readonly int[] _first;
    private readonly double[][] _weights;

    // The lower band of the Cholesky factor of AᵀA: _factor[i][k] is its element (i, i − k).
    private readonly double[][] _factor;

    public UniformSpline(int samples, int coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(coefficients, Order);
        _coefficients = coefficients;
        _first = new int[samples];
        _weights = new double[samples][];
        for (int j = 0; j < samples; j++)
        {
            double place = (double)j * (coefficients - Order + 1) / (samples - 1);
            _first[j] = Math.Min((int)place, coefficients - Order);
            _weights[j] = Weights(place - _first[j]);
        }

        _factor = Factor(NormalBand());
    }

    /// <summary>The coefficients whose curve has the least squares from the samples.</summary>
    public double[] Fit(double[] samples)
    {
        var c = new double[_coefficients];
        for (int j = 0; j < samples.Length; j++)
        {
            for (int k = 0; k < Order; k++)
            {
                c[_first[j] + k] += _weights[j][k] * samples[j];
            }
        }

        Solve(c);
        return c;
    }

    /// <summary>The curve at the samples.</summary>
    public double[] Evaluate(double[] coefficients) =>
    [
        .. _first.Select((first, j) =>
            _weights[j].Select((weight, k) => weight * coefficients[first + k]).Sum()),
    ];

    private static double[] Weights(double u)
    {
        double v = 1 - u;
        return
        [
            v * v * v / 6, (3 * u * u * u - 6 * u * u + 4) / 6, (3 * v * v * v - 6 * v * v + 4) / 6, u * u * u / 6,
        ];
    }

    private double[][] NormalBand()
    {
        double[][] band = [.. Enumerable.Range(0, _coefficients).Select(_ => new double[Order])];
        for (int j = 0; j < _first.Length; j++)
        {
            for (int a = 0; a < Order; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    band[_first[j] + a][a - b] += _weights[j][a] * _weights[j][b];
                }
            }
        }

        return band;
    }

    private static double[][] Factor(double[][] band)
    {
        for (int i = 0; i < band.Length; i++)
        {
            for (int k = Math.Min(i, Order - 1); k >= 0; k--)
            {
                double sum = band[i][k];
                for (int m = k + 1; m <= Math.Min(i, Order - 1); m++)
                {
                    sum -= band[i][m] * band[i - k][m - k];
                }

                band[i][k] = k > 0 ? sum / band[i - k][0]
                    : sum > 0 ? Math.Sqrt(sum)
                    : throw new InvalidOperationException("a coefficient of the spline has no sample");
            }
        }

        return band;
    }

    private void Solve(double[] c)
    {
        for (int i = 0; i < c.Length; i++)
        {
            for (int k = 1; k <= Math.Min(i, Order - 1); k++)
            {
                c[i] -= _factor[i][k] * c[i - k];
            }

            c[i] /= _factor[i][0];
        }

        for (int i = c.Length - 1; i >= 0; i--)
        {
            c[i] /= _factor[i][0];
            for (int k = 1; k <= Math.Min(i, Order - 1); k++)
            {
                c[i - k] -= _factor[i][k] * c[i];
            }
        }
    }
}
