using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;
using TiledFit.Quality.Approximations;

namespace TiledFit.Quality.Checks;

/// <summary>What is known of the approximations without them; run before anything is measured.</summary>
internal static class SelfChecks
{
    private const int Width = 37, Height = 24;

    private const double Rounding = 1e-10, FloatRounding = 1e-6;

    /// <summary>Runs all.</summary>
    /// <exception cref="InvalidOperationException">One fails: no figure would mean anything.</exception>
    public static void Run(string scratch, TextWriter notes)
    {
        CosinesAreTheDirectSum(12);
        CosinesAreTheDirectSum(13);
        CosinesKeepTheSumOfSquares();
        LargestCosinesLeaveTheOthers();
        SplineIsTheLeastSquaresOne();
        SplineGridReproducesACubic();
        HolesOfAPlateauAreFilledWithIt();
        ErrorsLeaveOutHoles();
        if (Jpeg2000.Missing is null)
        {
            JpegKeepsToItsSize(scratch);
        }

        notes.WriteLine("the approximations pass their checks");
    }

    private static void CosinesAreTheDirectSum(int n)
    {
        double[] x = Random(n), transformed = CosineTransform.Forward(x);
        for (int k = 0; k < n; k++)
        {
            double sum = x.Select((value, j) => value * Math.Cos(Math.PI * (2 * j + 1) * k / (2 * n))).Sum();
            Require(transformed[k], sum * Math.Sqrt((k == 0 ? 1.0 : 2.0) / n), Rounding, $"coefficient {k} of {n}");
        }

        double[] back = CosineTransform.Inverse(transformed);
        Require(Distance(back, x), 0, Rounding, "the cosine transform and back");
    }

    // Parseval's identity, in two dimensions.
    private static void CosinesKeepTheSumOfSquares()
    {
        double[] x = Random(Width * Height);
        double[] transformed = Separable.Apply(x, Width, CosineTransform.Forward, CosineTransform.Forward);
        Require(Squares(transformed) / Squares(x), 1, Rounding, "the cosine transform's sum of squares");
    }

    // By the same identity: the error is the square root of what was left out.
    private static void LargestCosinesLeaveTheOthers()
    {
        const int kept = 100;
        var surface = new Surface(Width, Random(Width * Height));
        double[] bySize =
        [
            .. Separable.Apply(surface.Values, Width, CosineTransform.Forward, CosineTransform.Forward)
                .OrderByDescending(Math.Abs),
        ];
        double[] approximation = new LargestCosines(surface).Approximate(kept * sizeof(float));
        Require(
            Distance(approximation, surface.Values), Math.Sqrt(Squares(bySize[kept..])), FloatRounding,
            "what the largest cosines leave");
    }

    private static void SplineIsTheLeastSquaresOne()
    {
        const int samples = 31, coefficients = 9;
        var spline = new UniformSpline(samples, coefficients);
        Matrix<double> design = Matrix<double>.Build.DenseOfColumnArrays(
            Enumerable.Range(0, coefficients).Select(k =>
                spline.Evaluate([.. Enumerable.Range(0, coefficients).Select(i => i == k ? 1.0 : 0)])));
        double[] x = Random(samples);
        double[] dense = [.. design.QR().Solve(Vector<double>.Build.DenseOfArray(x))];
        Require(Distance(spline.Fit(x), dense), 0, Rounding, "the least squares of a spline");
    }

    private static void SplineGridReproducesACubic()
    {
        static double Cubic(double t) => 1 + t * (2 + t * (-3 + 1.5 * t));
        var surface = new Surface(
            Width,
            [
                .. Enumerable.Range(0, Width * Height)
                    .Select(i => Cubic((double)(i % Width) / Width) * Cubic(1.0 * (i / Width) / Height)),
            ]);
        double[] approximation = new SplineGrid(surface).Approximate(60 * sizeof(float));
        Require(ErrorFigures.Of(surface, approximation).Max, 0, FloatRounding, "a cubic as a grid of splines");
    }

    private static void HolesOfAPlateauAreFilledWithIt()
    {
        double[] holed = [.. Random(Width * Height).Select(value => value > 0.3 ? double.NaN : 7)];
        double[] plateau = [.. holed.Select(_ => 7.0)];
        Require(Distance(HoleFilling.Fill(holed, Width, Height), plateau), 0, Rounding, "filled holes");
    }

    private static void ErrorsLeaveOutHoles()
    {
        ErrorFigures errors = ErrorFigures.Of(new Surface(3, [1, double.NaN, 3]), [2, 99, 6]);
        Require(errors.Rmse, Math.Sqrt(5), Rounding, "an RMSE");
        Require(errors.Max, 3, Rounding, "a maximum error");
        Require(new ErrorFigures(1, 1).SignalToNoise(255), 48.1308036, 1e-7, "a PSNR");
    }

    // Of noise 12 of 16 bits a pixel leave the last 4 or so; the size is watched wherever the coder is used.
    private static void JpegKeepsToItsSize(string scratch)
    {
        const int side = 64;
        var surface = new Surface(side, Random(side * side));
        double range = surface.Values.Max() - surface.Values.Min();
        double[] approximation = new Jpeg2000(surface, scratch).Approximate(side * side * 12 / 8);
        double rmse = ErrorFigures.Of(surface, approximation).Rmse;
        if (rmse > range / 1024)
        {
            throw new InvalidOperationException(
                $"JPEG 2000 at 12 bits a pixel has an RMSE of {rmse / range} of the range");
        }
    }

    private static void Require(double actual, double expected, double tolerance, string what)
    {
        if (!(Math.Abs(actual - expected) <= tolerance))
        {
            throw new InvalidOperationException($"{what}: {actual:R} instead of {expected:R}");
        }
    }

    private static double[] Random(int count) => new MersenneTwister(1).NextDoubles(count);

    private static double Squares(IEnumerable<double> values) => values.Sum(value => value * value);

    private static double Distance(double[] a, double[] b) => Math.Sqrt(Squares(a.Zip(b, (x, y) => x - y)));
}
