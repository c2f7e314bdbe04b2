using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Core.Tests.Kernels;

namespace TiledFit.Core.Tests.ExpectationMaximization;

public class ExpectationMaximizerTests
{
    private static readonly EigenvalueBounds Wide = new(1e-12, double.PositiveInfinity);

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void OnPointsTheMStepIsTheTextbooks(int iterations)
    {
        WeightedPoint[] points = PointData.Clouds(new Random(3), 300);
        var start = new GaussianMixture(
            [new(2, 2, 1, 2, 0.3, 1), new(1, 7, 3, 1.5, -0.4, 2), new(1, 4, 2, 3, 0, 3)], 0);
        TextbookMixture expected = TextbookMixture.Of(start, 0);
        for (int k = 0; k < iterations; k++)
        {
            expected = expected.Iterate(points);
        }

        ExpectationMaximizerSummary found = Iterate(start, new PointData(points), iterations);

        AssertEqual(expected, found.Mixture, 0);
        Assert.Equal(expected.LogLikelihood(points), found.LogLikelihood, 1e-10 * Math.Abs(found.LogLikelihood));
    }

    // Every pixel is within 5σ of every component: nothing is cut.
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void OnPixelsTheMStepIsTheTextbooks(int iterations)
    {
        var bounds = new PixelRectangle(100, 50, 20, 16);
        Gaussian[] truth = [new(3, 106, 56, 6, 1, 6), new(2, 114, 60, 5, -1, 7)];
        double[] pixels = PixelData.Render(bounds, truth, 0.2, new Random(7));
        pixels[40] = double.NaN;
        var background = new Background(BackgroundKind.Plane, 0.1, 0.01, -0.02, 110, 60);
        var data = new PixelData(bounds, pixels, background);
        var start = new GaussianMixture([new(1, 105, 57, 6, 1, 7), new(1, 113, 58, 7, -1, 6)], 0.05);
        TextbookMixture expected = TextbookMixture.Of(start, bounds.Area - 1);
        for (int k = 0; k < iterations; k++)
        {
            expected = expected.Iterate(data.Points());
        }

        ExpectationMaximizerSummary found = Iterate(start, data, iterations);

        AssertEqual(expected, found.Mixture, bounds.Area - 1);
        Assert.Equal(
            expected.LogLikelihood(data.Points()), found.LogLikelihood, 1e-10 * Math.Abs(found.LogLikelihood));
    }

    [Fact]
    public void SumsAreThoseOfTheCutComponents()
    {
        var random = new Random(11);
        var bounds = new PixelRectangle(0, 0, 90, 70);
        Gaussian[] components = [.. Enumerable.Range(0, 12).Select(_ => RandomGaussians.Next(random, 90, 70, 1, 4))];
        double[] pixels = PixelData.Render(bounds, components, 0.1, random);
        var data = new PixelData(bounds, pixels);
        var mixture = new GaussianMixture(components, 0.02);

        Expectation found = data.Run(mixture);

        for (int i = 0; i < components.Length; i++)
        {
            Gaussian g = components[i];
            double weight = 0, u2u1 = 0;
            foreach (WeightedPoint p in data.Points())
            {
                double f = components.Sum(other => other.ValueAt(p.X, p.Y)) + 0.02;
                double share = p.Weight * g.ValueAt(p.X, p.Y) / f, u1 = (p.X - g.X) / g.L11;
                weight += share;
                u2u1 += share * u1 * (p.Y - g.Y - g.L21 * u1) / g.L22;
            }

            Assert.Equal(weight, found.Components[i].Weight, 1e-11 * weight);
            Assert.Equal(u2u1, found.Components[i].U1U2, 1e-10 * weight);
        }

        double shared = found.UniformWeight + found.Components.Sum(sums => sums.Weight);
        Assert.Equal(found.Weight, shared, 1e-11 * found.Weight);
        double squares = pixels.Select((z, k) => z - components.Sum(g => g.ValueAt(k % 90, k / 90))).Sum(r => r * r);
        Assert.Equal(squares, found.SquaredError, 1e-10 * squares);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    public void OnPixelsTheLikelihoodNeverFalls(double noise)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var bounds = new PixelRectangle(0, 0, 96, 80);
            Gaussian[] truth = [.. Enumerable.Range(0, 20).Select(_ => RandomGaussians.Next(random, 96, 80, 1, 4))];
            var data = new PixelData(bounds, PixelData.Render(bounds, truth, noise, random));
            Gaussian[] start = [.. truth.Select(g => g with { X = g.X + 2 * random.NextDouble(), L11 = 1.3 * g.L11 })];
            double last = double.NegativeInfinity;
            int iterations = 0;

            ExpectationMaximizerSummary found = ExpectationMaximizer.Run(
                new GaussianMixture(start, 0.01), data,
                new ExpectationMaximizerOptions(new EigenvalueBounds(EigenvalueBounds.PixelFloor, 9), 60, 0),
                (iteration, _, likelihood) =>
                {
                    Assert.True(likelihood >= last, $"seed {seed}, iteration {iteration}");
                    (last, iterations) = (likelihood, iteration);
                });

            Assert.True(iterations >= 20, $"ended after {iterations}: {found.Termination}");
            Assert.All(found.Mixture.Components, g => Assert.InRange(g.SigmaMinor, 0.5 - 1e-9, 3 + 1e-9));
            Assert.All(found.Mixture.Components, g => Assert.InRange(g.SigmaMajor, 0.5 - 1e-9, 3 + 1e-9));
        }
    }

    // Nothing is cut here, so that every iteration must raise it; one component shrinks onto the heavy point.
    [Fact]
    public void OnPointsTheLikelihoodNeverFallsAtTheFloor()
    {
        WeightedPoint[] points = [.. PointData.Clouds(new Random(5), 200), new WeightedPoint(30, 30, 50)];
        var start = new GaussianMixture([new(1, 3, 2, 3, 0, 3), new(1, 28, 28, 6, 1, 5)], 0);
        var likelihoods = new List<double>();

        ExpectationMaximizerSummary found = ExpectationMaximizer.Run(
            start, new PointData(points),
            new ExpectationMaximizerOptions(new EigenvalueBounds(0.01, double.PositiveInfinity), 40, 0),
            (_, _, likelihood) => likelihoods.Add(likelihood));

        Assert.All(likelihoods.Zip(likelihoods.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
        Gaussian narrow = found.Mixture.Components[1];
        Assert.Equal(0.1, narrow.SigmaMajor, 1e-9);
        Assert.Equal(0.1, narrow.SigmaMinor, 1e-9);
        Assert.Equal(30, narrow.X, 1e-9);
        Assert.Equal(50 / (2 * Math.PI * 0.01), narrow.Amplitude, 1e-6);
    }

    [Fact]
    public void BoundedCovarianceIsTheBestWithinTheBounds()
    {
        var random = new Random(2);
        var bounds = new EigenvalueBounds(1, 9);
        for (int trial = 0; trial < 50; trial++)
        {
            Gaussian wanted = RandomGaussians.Next(random, 10, 10, 0.3, 5);
            Gaussian found = MaximizationStep.Constrain(wanted, bounds);
            double best = Q(found, wanted);

            Assert.InRange(found.SigmaMinor, 1 - 1e-12, 3 + 1e-12);
            Assert.InRange(found.SigmaMajor, 1 - 1e-12, 3 + 1e-12);
            Assert.Equal(wanted.Volume, found.Volume, 1e-12 * wanted.Volume);
            for (int k = 0; k < 200; k++)
            {
                Gaussian other = RandomGaussians.Rotated(
                    1, 0, 0, 1 + 2 * random.NextDouble(), 1 + 2 * random.NextDouble(), 3.2 * random.NextDouble());
                Assert.True(Q(other, wanted) <= best + 1e-12);
            }
        }
    }

    [Fact]
    public void NegativeHeightsCountAsZero()
    {
        var random = new Random(4);
        var bounds = new PixelRectangle(0, 0, 40, 40);
        Gaussian[] truth = [new(1, 15, 15, 3, 0, 3), new(1, 25, 24, 3, 1, 2)];
        double[] pixels = PixelData.Render(bounds, truth, 0.1, random);
        double[] clipped = [.. pixels.Select(z => Math.Max(z, 0))];
        var start = new GaussianMixture(truth, 0.1);

        ExpectationMaximizerSummary found = Iterate(start, new PixelData(bounds, pixels), 10);
        ExpectationMaximizerSummary expected = Iterate(start, new PixelData(bounds, clipped), 10);

        Assert.Equal(expected.Mixture.Components, found.Mixture.Components);
        Assert.Equal(expected.LogLikelihood, found.LogLikelihood);
        Assert.Equal(-pixels.Where(z => z < 0).Sum(), found.Expectation.NegativeWeight, 1e-12);
        Assert.Equal(0, expected.Expectation.NegativeWeight);
    }

    [Fact]
    public void HeightsCarryTheWeightOfTheData()
    {
        var bounds = new PixelRectangle(0, 0, 50, 50);
        Gaussian[] truth = [new(2, 20, 20, 3, 0.5, 3), new(1, 32, 30, 2, 0, 4)];
        double[] pixels = PixelData.Render(bounds, truth, 0.05, new Random(1));

        GaussianMixture found = Iterate(new GaussianMixture(truth, 1), new PixelData(bounds, pixels), 1).Mixture;

        double weight = pixels.Where(z => z > 0).Sum();
        Assert.Equal(weight, found.Mass(bounds.Area), 1e-11 * weight);
    }

    // On a grid of unit area the sums are the integrals; what is cut off at 5σ is the uniform part's.
    [Fact]
    public void RecoversAMixtureThatTheHeightsAre()
    {
        var bounds = new PixelRectangle(0, 0, 80, 64);
        Gaussian[] truth = [new(2, 28.3, 30.2, 4, 0.5, 3), new(1, 47.6, 33.1, 3, -1, 4)];
        double[] pixels = PixelData.Render(bounds, truth, 0, new Random(1));
        Gaussian[] start = [new(1, 24, 28, 5, 0, 5), new(1, 50, 36, 5, 0, 5)];

        GaussianMixture found = Iterate(new GaussianMixture(start, 0.01), new PixelData(bounds, pixels), 500).Mixture;

        for (int i = 0; i < truth.Length; i++)
        {
            Gaussian g = found.Components[i], t = truth[i];
            Assert.Equal(t.Amplitude, g.Amplitude, 1e-3);
            Assert.Equal(t.X, g.X, 1e-3);
            Assert.Equal(t.Y, g.Y, 1e-3);
            Assert.Equal(t.L11, g.L11, 1e-3);
            Assert.Equal(t.L21, g.L21, 1e-3);
            Assert.Equal(t.L22, g.L22, 1e-3);
        }
    }

    [Fact]
    public void AComponentWithoutDataLosesItsHeightOnly()
    {
        var bounds = new PixelRectangle(0, 0, 40, 40);
        Gaussian lost = new(1, 200, 200, 2, 1, 2);
        double[] pixels = PixelData.Render(bounds, [new(1, 20, 20, 3, 0, 3)], 0, new Random(1));

        GaussianMixture found = Iterate(
            new GaussianMixture([new(1, 21, 20, 3, 0, 3), lost], 0.1), new PixelData(bounds, pixels), 3).Mixture;

        Assert.Equal(lost with { Amplitude = 0 }, found.Components[1]);
    }

    [Fact]
    public void NothingAboveTheBackgroundIsRefused()
    {
        var data = new PixelData(new PixelRectangle(0, 0, 4, 4), new double[16]);

        Assert.Throws<InputException>(() => Iterate(new GaussianMixture([new(1, 1, 1, 1, 0, 1)], 1), data, 1));
    }

    private static ExpectationMaximizerSummary Iterate(GaussianMixture start, IExpectationStep data, int iterations) =>
        ExpectationMaximizer.Run(start, data, new ExpectationMaximizerOptions(Wide, iterations, 0));

    // −ln|Σ| − tr(Σ⁻¹·C), twice the M-step's objective for a unit weight.
    private static double Q(Gaussian sigma, Gaussian data)
    {
        Matrix<double> s = TextbookMixture.CovarianceOf(sigma);
        return -Math.Log(s.Determinant()) - (s.Inverse() * TextbookMixture.CovarianceOf(data)).Trace();
    }

    private static void AssertEqual(TextbookMixture expected, GaussianMixture found, double area)
    {
        TextbookMixture actual = TextbookMixture.Of(found, area);
        Assert.Equal(expected.UniformWeight, actual.UniformWeight, 1e-10);
        for (int i = 0; i < expected.Weights.Length; i++)
        {
            Assert.Equal(expected.Weights[i], actual.Weights[i], 1e-10);
            Assert.Equal(0, (expected.Means[i] - actual.Means[i]).L2Norm(), 1e-10);
            Assert.Equal(0, (expected.Covariances[i] - actual.Covariances[i]).FrobeniusNorm(), 1e-10);
        }
    }
}
