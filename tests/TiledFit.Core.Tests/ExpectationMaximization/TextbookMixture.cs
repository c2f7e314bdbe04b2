using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.ExpectationMaximization;

/// <summary>
/// The Gaussian mixture as a textbook has it: weights, means, covariance matrices, and a matrix of responsibilities; on
/// request with one uniform component.
/// </summary>
internal sealed record TextbookMixture(
    double[] Weights, Vector<double>[] Means, Matrix<double>[] Covariances, double UniformWeight, double Area)
{
    public static TextbookMixture Of(GaussianMixture mixture, double area)
    {
        double[] masses = [.. mixture.Components.Select(g => 2 * Math.PI * g.Amplitude * g.L11 * g.L22)];
        double uniform = mixture.UniformHeight * area, total = masses.Sum() + uniform;
        return new TextbookMixture(
            [.. masses.Select(mass => mass / total)],
            [.. mixture.Components.Select(g => Vector<double>.Build.DenseOfArray([g.X, g.Y]))],
            [.. mixture.Components.Select(CovarianceOf)],
            uniform / total,
            area);
    }

    public static Matrix<double> CovarianceOf(Gaussian g)
    {
        var l = Matrix<double>.Build.DenseOfArray(new[,] { { g.L11, 0 }, { g.L21, g.L22 } });
        return l * l.Transpose();
    }

    public double LogLikelihood(IReadOnlyList<WeightedPoint> data) =>
        data.Sum(point => point.Weight * Math.Log(Terms(point).Sum()));

    public TextbookMixture Iterate(IReadOnlyList<WeightedPoint> data)
    {
        double[][] r = [.. data.Select(Responsibilities)];
        double all = data.Sum(point => point.Weight);
        int count = Weights.Length;
        double[] mass =
            [.. Enumerable.Range(0, count + 1).Select(i => data.Select((p, n) => p.Weight * r[n][i]).Sum())];
        Vector<double>[] means =
        [
            .. Enumerable.Range(0, count).Select(i => data
                .Select((p, n) => p.Weight * r[n][i] * Position(p))
                .Aggregate((a, b) => a + b) / mass[i]),
        ];
        Matrix<double>[] covariances =
        [
            .. Enumerable.Range(0, count).Select(i => data
                .Select((p, n) => p.Weight * r[n][i] * (Position(p) - means[i]).OuterProduct(Position(p) - means[i]))
                .Aggregate((a, b) => a + b) / mass[i]),
        ];
        return new TextbookMixture(
            [.. mass.Take(count).Select(m => m / all)], means, covariances, mass[count] / all, Area);
    }

    public double[] Responsibilities(WeightedPoint point)
    {
        double[] terms = Terms(point);
        return [.. terms.Select(term => term / terms.Sum())];
    }

    // π_i·N(x; c_i, Σ_i), and last π₀/A.
    private double[] Terms(WeightedPoint point) =>
    [
        .. Weights.Select((weight, i) =>
        {
            Vector<double> d = Position(point) - Means[i];
            double q = d * (Covariances[i].Inverse() * d);
            return weight * Math.Exp(-0.5 * q) / (2 * Math.PI * Math.Sqrt(Covariances[i].Determinant()));
        }),
        Area > 0 ? UniformWeight / Area : 0,
    ];

    private static Vector<double> Position(WeightedPoint point) =>
        Vector<double>.Build.DenseOfArray([point.X, point.Y]);
}
