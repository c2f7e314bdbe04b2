using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.ExpectationMaximization;

namespace TiledFit.Core.Tests.ExpectationMaximization;

/// <summary>The matrix derivatives of the M-step's derivation, each against central differences.</summary>
public class MaximizationDerivativeTests
{
    private const double Step = 1e-5;

    private static readonly Matrix<double> S = Symmetric(0.7, 0.2, 0.4);

    [Fact]
    public void LogDeterminantByItsMatrixIsTheInverse() =>
        AssertGradient(s => Math.Log(s.Determinant()), S, S.Inverse());

    [Fact]
    public void QuadraticFormByItsMatrixIsTheOuterProduct()
    {
        Vector<double> d = Vector<double>.Build.DenseOfArray([1.3, -0.6]);
        AssertGradient(s => d * (s * d), S, d.OuterProduct(d));
    }

    [Fact]
    public void InversionHasTheDerivativeMinusSTimesChangeTimesS()
    {
        Matrix<double> sigma = S.Inverse(), change = Symmetric(0.3, -0.5, 0.9);
        Matrix<double> difference =
            ((sigma + Step * change).Inverse() - (sigma - Step * change).Inverse()) / (2 * Step);
        Assert.Equal(0, (difference + S * change * S).FrobeniusNorm(), 1e-8);
    }

    // For f = ln(Σ π_i·N_i) the derivative by any parameter of component i is r_i times that of ln(π_i·N_i).
    [Fact]
    public void DerivativeOfTheLikelihoodIsTheResponsibilityTimesTheComponents()
    {
        (TextbookMixture mixture, WeightedPoint[] points) = Example();
        Matrix<double> s = mixture.Covariances[0].Inverse();
        Matrix<double> expected = Matrix<double>.Build.Dense(2, 2);
        foreach (WeightedPoint point in points)
        {
            Vector<double> d = Vector<double>.Build.DenseOfArray([point.X, point.Y]) - mixture.Means[0];
            expected += 0.5 * point.Weight * mixture.Responsibilities(point)[0] * (s.Inverse() - d.OuterProduct(d));
        }

        AssertGradient(
            trial => (mixture with { Covariances = [trial.Inverse(), mixture.Covariances[1]] }).LogLikelihood(points),
            s, expected);
    }

    // With the responsibilities held, Q is stationary by c, S and π (on the simplex) where the M-step ends.
    [Fact]
    public void TheMStepIsStationary()
    {
        (TextbookMixture mixture, WeightedPoint[] points) = Example();
        double[] r = [.. points.Select(point => mixture.Responsibilities(point)[0])];
        TextbookMixture next = mixture.Iterate(points);
        double weight = points.Sum(point => point.Weight);

        AssertGradient(s => Q(next.Means[0], s), next.Covariances[0].Inverse(), Matrix<double>.Build.Dense(2, 2));
        for (int axis = 0; axis < 2; axis++)
        {
            Vector<double> shift = Vector<double>.Build.Dense(2, k => k == axis ? Step : 0);
            Matrix<double> s = next.Covariances[0].Inverse();
            double slope = (Q(next.Means[0] + shift, s) - Q(next.Means[0] - shift, s)) / (2 * Step);
            Assert.Equal(0, slope / weight, 1e-8);
        }

        double first = points.Select((point, n) => point.Weight * r[n]).Sum();
        double Share(double pi) => first * Math.Log(pi) + (weight - first) * Math.Log(1 - pi);
        double pi = next.Weights[0];
        Assert.Equal(0, (Share(pi + Step) - Share(pi - Step)) / (2 * Step * weight), 1e-8);

        double Q(Vector<double> mean, Matrix<double> s) => points.Select((point, n) =>
        {
            Vector<double> d = Vector<double>.Build.DenseOfArray([point.X, point.Y]) - mean;
            return point.Weight * r[n] * 0.5 * (Math.Log(s.Determinant()) - d * (s * d));
        }).Sum();
    }

    private static (TextbookMixture Mixture, WeightedPoint[] Points) Example()
    {
        var start = new GaussianMixture([new(2, 2, 1, 2, 0.3, 1), new(1, 7, 3, 1.5, -0.4, 2)], 0);
        return (TextbookMixture.Of(start, 0), PointData.Clouds(new Random(8), 60));
    }

    // S has three free entries: a change of the off-diagonal one moves both of its places, and its derivative is the
    // sum of theirs, 2·G_12.
    private static void AssertGradient(Func<Matrix<double>, double> f, Matrix<double> at, Matrix<double> gradient)
    {
        (Matrix<double> Change, double Expected)[] directions =
        [
            (Symmetric(1, 0, 0), gradient[0, 0]),
            (Symmetric(0, 1, 0), gradient[0, 1] + gradient[1, 0]),
            (Symmetric(0, 0, 1), gradient[1, 1]),
        ];
        double scale = 1 + gradient.FrobeniusNorm() + Math.Abs(f(at));
        Assert.All(directions, direction => Assert.Equal(
            direction.Expected, (f(at + Step * direction.Change) - f(at - Step * direction.Change)) / (2 * Step),
            1e-8 * scale));
    }

    private static Matrix<double> Symmetric(double xx, double xy, double yy) =>
        Matrix<double>.Build.DenseOfArray(new[,] { { xx, xy }, { xy, yy } });
}
