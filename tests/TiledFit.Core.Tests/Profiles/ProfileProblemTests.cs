using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Profiles;

namespace TiledFit.Core.Tests.Profiles;

public class ProfileProblemTests
{
    private static readonly Background Line = new(BackgroundKind.Plane, 3, -0.02, 0, 31, 0);

    private static readonly ProfileGaussian[] Components =
        [new(4, 20.3, 3.1), new(2.5, 27.1, 2.2), new(0.7, 44.4, 1.3), new(1.5, 60.2, 4.7)];

    /// <summary>
    /// Gradient and every block of H, with samples at uneven places, against differences of the residual.
    /// </summary>
    [Theory]
    [InlineData(BackgroundKind.None)]
    [InlineData(BackgroundKind.Constant)]
    [InlineData(BackgroundKind.Plane)]
    public void GradientAndNormalMatrixFollowFromDifferences(BackgroundKind kind)
    {
        Profile profile = Sample();
        ProfileProblem Start() => new(profile, new ProfileModel(Components, Line with { Kind = kind }));
        ProfileProblem problem = Start();
        int n = problem.ParameterCount;
        var gradient = new double[n];
        BlockSymmetricMatrix matrix = problem.Linearize(gradient);
        double[][] jacobian = [.. Enumerable.Range(0, n).Select(k => Difference(Start, n, k))];
        for (int a = 0; a < n; a++)
        {
            double expected = -jacobian[a].Zip(problem.Residual.ToArray(), (j, r) => j * r).Sum();
            Assert.Equal(expected, gradient[a], 1e-5);
            for (int b = 0; b <= a; b++)
            {
                double product = jacobian[a].Zip(jacobian[b], (left, right) => left * right).Sum();
                Assert.Equal(product, Element(matrix, a, b), 1e-5);
            }
        }

        Assert.Equal(3 * (Components.Length + (kind == BackgroundKind.None ? 0 : 1)), n);
    }

    [Fact]
    public void ComponentsWithoutACommonSampleDoNotCouple()
    {
        ProfileGaussian[] apart = [new(1, 10, 1), new(1, 21, 1), new(1, 14, 1)];
        var problem = new ProfileProblem(Sample(), new ProfileModel(apart, Background.None));
        BlockPattern pattern = problem.Linearize(new double[9]).Pattern;
        Assert.Equal([0, 1, 2, 2], pattern.ColumnPointers);
        Assert.Equal([2, 2], pattern.RowIndices);
        Assert.Same(pattern, problem.Linearize(new double[9]).Pattern);
    }

    /// <summary>A pulse of noise alone would narrow without end: it is held, its amplitude free.</summary>
    [Fact]
    public void NothingGetsNarrowerThanAQuarterOfTheSpacing()
    {
        double[] x = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        var profile = new Profile(x, [.. x.Select(at => at == 25 ? 1.0 : 0)]);
        ProfileFit fit = ProfileFitter.Fit(
            profile, new ProfileFitOptions { Background = BackgroundKind.None }, [new(0.8, 25.02, 0.5)]);
        Assert.InRange(fit.Components[0].Shape.Sigma, 0.25, 0.5);
    }

    private static Profile Sample()
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 80).Select(i => i * 0.8 + 0.6 * random.NextDouble())];
        return new Profile(x, [.. x.Select(at => 3 + 2 * Math.Sin(at) + at / 40)]);
    }

    // −∂r/∂δ_k by central differences.
    private static double[] Difference(Func<ProfileProblem> start, int n, int k)
    {
        const double H = 1e-6;
        double[] Residual(double h)
        {
            ProfileProblem problem = start();
            var step = new double[n];
            step[k] = h;
            problem.EvaluateTrial(step, out bool shortened);
            Assert.False(shortened);
            problem.AcceptTrial();
            return problem.Residual.ToArray();
        }

        return [.. Residual(-H).Zip(Residual(H), (before, after) => (before - after) / (2 * H))];
    }

    private static double Element(BlockSymmetricMatrix matrix, int row, int column)
    {
        int i = row / 3, j = column / 3;
        if (i == j)
        {
            return matrix.Diagonal[9 * i + 3 * (row % 3) + column % 3];
        }

        int[] pointers = matrix.Pattern.ColumnPointers;
        int k = Array.IndexOf(matrix.Pattern.RowIndices, i, pointers[j], pointers[j + 1] - pointers[j]);
        return k < 0 ? 0 : matrix.Lower[9 * k + 3 * (row % 3) + column % 3];
    }
}
