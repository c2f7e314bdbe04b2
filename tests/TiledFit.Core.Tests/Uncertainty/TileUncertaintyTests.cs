using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;
using TiledFit.Core.Uncertainty;

namespace TiledFit.Core.Tests.Uncertainty;

public class TileUncertaintyTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 44, 40);

    private static readonly Gaussian[] Blend =
    [
        new(2, 16, 17, 2.5, 0.7, 3), new(1.5, 21, 19, 3, -1, 2.5), new(1, 30, 22, 2, 0.3, 2.2),
    ];

    [Fact]
    public void ErrorsOfABlendAreThoseOfTheDenseInverse()
    {
        Matrix<double> expected = DenseCovariance.Of(Blend, Bounds, (_, _) => true);
        AssertErrors(Blend, expected, Run(Blend, Pixels()), 1e-4);
    }

    [Fact]
    public void NeighboursMakeErrorsLarger()
    {
        double alone = Run([Blend[0]], Pixels())[0].Errors.Amplitude;
        Assert.True(Run(Blend, Pixels())[0].Errors.Amplitude > 1.05 * alone);
    }

    [Fact]
    public void AtAnEdgeAndAroundMissingPixelsOnlyWhatIsThereCounts()
    {
        Gaussian[] components = [new(2, 1, 17, 2.5, 0.7, 3), new(1.5, 20, 19, 3, -1, 2.5)];
        static bool IsValid(int x, int y) => x < 18 || x > 20 || y < 21;
        Matrix<double> expected = DenseCovariance.Of(components, Bounds, IsValid);
        AssertErrors(components, expected, Run(components, Pixels(IsValid)), 1e-3);
    }

    [Fact]
    public void ErrorsOfWeightedPixelsAreThoseOfTheDenseInverse()
    {
        static double Weight(int x, int y) => x < 20 ? 9 : 0.5 + y % 3;
        Matrix<double> expected = DenseCovariance.Of(Blend, Bounds, (_, _) => true, weight: Weight);
        double[] weights = [.. Pixels().Select((_, k) => Weight(k % Bounds.Width, k / Bounds.Width))];
        AssertErrors(Blend, expected, Run(Blend, Pixels(), weights: weights), 1e-3);
    }

    [Fact]
    public void InNoiseOfABeamErrorsAreThoseOfTheDenseSandwich()
    {
        const double fwhm = 5;
        double variance = 2 * fwhm * fwhm / (8 * Math.Log(2));
        Matrix<double> expected = DenseCovariance.Of(
            Blend, Bounds, (_, _) => true, d => Math.Exp(-0.5 * d * d / variance));
        AssertErrors(Blend, expected, Run(Blend, Pixels(), fwhm), 2e-3);
    }

    [Theory]
    [InlineData(7, 7, 0.25)]
    [InlineData(2.5, 10, 0.1)]
    public void AmplitudesAndWidthsHaveCondonsErrors(double beam, double fwhm, double tolerance)
    {
        // Condon 1997, eq. 21, of a round source: relative variances of 2/ρ² with
        // ρ² = ¼(θ/θ_N)²·(1 + (θ_N/θ)²)³·A²/μ². His exponents are an approximation that is best for wide sources.
        const double amplitude = 3;
        double sigma = fwhm / Math.Sqrt(8 * Math.Log(2)), ratio = fwhm / beam;
        double relative = Math.Sqrt(8) / (ratio * Math.Pow(1 + 1 / (ratio * ratio), 1.5) * amplitude);
        ComponentErrors errors = Run([new Gaussian(amplitude, 21, 19, sigma, 0, sigma)], Pixels(), beam)[0].Errors;
        Assert.Equal(relative * amplitude, errors.Amplitude, 0.1 * relative * amplitude);
        Assert.Equal(relative * sigma, errors.SigmaMajor, tolerance * relative * sigma);
    }

    [Fact]
    public void DerivedErrorsFollowFromTheCovariance()
    {
        Gaussian g = Blend[0];
        Matrix<double> covariance = DenseCovariance.Of(Blend, Bounds, (_, _) => true);
        ComponentErrors errors = Run(Blend, Pixels())[0].Errors;
        AssertDerived(g => g.CovarianceXX, errors.CovarianceXX);
        AssertDerived(g => g.CovarianceXY, errors.CovarianceXY);
        AssertDerived(g => g.CovarianceYY, errors.CovarianceYY);
        AssertDerived(g => g.SigmaMajor, errors.SigmaMajor);
        AssertDerived(g => g.SigmaMinor, errors.SigmaMinor);
        AssertDerived(g => g.Theta, errors.Theta);
        AssertDerived(g => g.Volume, errors.Volume);
        Assert.Equal(covariance[1, 2], errors.CentreXY, 1e-4 * errors.X * errors.Y);

        void AssertDerived(Func<Gaussian, double> value, double actual)
        {
            const double h = 1e-6;
            var gradient = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(covariance.RowCount);
            Gaussian[] up =
            [
                g with { Amplitude = g.Amplitude + h }, g with { X = g.X + h }, g with { Y = g.Y + h },
                g with { L11 = g.L11 + h }, g with { L21 = g.L21 + h }, g with { L22 = g.L22 + h },
            ];
            for (int k = 0; k < 6; k++)
            {
                gradient[k] = (value(up[k]) - value(g)) / h;
            }

            double expected = Math.Sqrt(gradient * (covariance * gradient));
            Assert.Equal(expected, actual, 1e-4 * expected);
        }
    }

    /// <summary>
    /// For an isolated component of fixed shape Σ g² = π|Σ|^½ and Σ (g·u)² half of that: the Cramér–Rao bounds are
    /// a/√(π|Σ|^½) of the amplitude at a = 1, and √Σ_xx·√2/(a·√(π|Σ|^½)) of the centre.
    /// </summary>
    [Fact]
    public void ErrorsOfAFixedShapeAreInClosedForm()
    {
        var g = new Gaussian(3, 22, 20, 2.5, 0.7, 3);
        ComponentUncertainty found = Run(
            [g], Pixels(), restrictions: new() { Shape = new ShapeRule(ShapeKind.Fixed) })[0];
        double root = Math.Sqrt(Math.PI * g.SqrtDeterminant);
        Assert.Equal(1 / root, found.Errors.Amplitude, 1e-4 / root);
        Assert.Equal(Math.Sqrt(2 * g.CovarianceXX) / (3 * root), found.Errors.X, 1e-5);
        Assert.Equal(Math.Sqrt(2 * g.CovarianceYY) / (3 * root), found.Errors.Y, 1e-5);
        Assert.Equal(g.Volume / 3 / root, found.Errors.Volume, 1e-4);
        Assert.Equal(3, found.Freedom, 1e-9);
        Assert.False(found.Errors.Scale(0.1).IsPoor);
        ComponentErrors e = found.Errors;
        Assert.All(
            new[]
            {
                e.L11, e.L21, e.L22, e.CovarianceXX, e.CovarianceXY, e.CovarianceYY, e.SigmaMajor, e.SigmaMinor,
                e.Theta,
            },
            error => Assert.True(double.IsNaN(error)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void ErrorsOfFixedPositionsAreThoseOfTheDenseInverse(double beam)
    {
        double variance = 2 * beam * beam / (8 * Math.Log(2));
        Func<double, double>? correlation = beam > 0 ? d => Math.Exp(-0.5 * d * d / variance) : null;
        Matrix<double> expected = DenseCovariance.Of(
            Blend, Bounds, (_, _) => true, correlation, parameters: 4, move: (g, k, h) => k switch
            {
                0 => g with { Amplitude = g.Amplitude + h },
                1 => g with { L11 = g.L11 + h },
                2 => g with { L21 = g.L21 + h },
                _ => g with { L22 = g.L22 + h },
            });
        IReadOnlyList<ComponentUncertainty> found =
            Run(Blend, Pixels(), beam, restrictions: new() { FixesPositions = true });
        for (int i = 0; i < Blend.Length; i++)
        {
            ComponentErrors e = found[i].Errors;
            double[] actual = [e.Amplitude, e.L11, e.L21, e.L22];
            for (int k = 0; k < 4; k++)
            {
                double error = Math.Sqrt(expected[4 * i + k, 4 * i + k]);
                Assert.Equal(error, actual[k], 2e-3 * error);
            }

            Assert.True(double.IsNaN(e.X) && double.IsNaN(e.Y) && double.IsNaN(e.CentreXY));
        }
    }

    /// <summary>Fisher's information of counts with T = (1, 0, …): amplitudes alone are fitted.</summary>
    [Fact]
    public void ErrorsOfCountsOfFixedShapesAndPlacesAreThoseOfTheDenseInverse()
    {
        var background = new Background(BackgroundKind.Plane, 2, 0.02, -0.01, 21.5, 19.5);
        var other = new Gaussian(4, 12, 25, 3, 0.5, 2);
        double Model(int x, int y) =>
            background.ValueAt(x, y) + other.ValueAt(x, y) + Blend.Sum(g => g.ValueAt(x, y));
        Matrix<double> expected = DenseCovariance.Of(
            Blend, Bounds, (_, _) => true, weight: (x, y) => 1 / Model(x, y), parameters: 1,
            move: (g, _, h) => g with { Amplitude = g.Amplitude + h });
        IReadOnlyList<ComponentUncertainty> found = Run(
            Blend, Pixels(), counts: (background, [new Component(9, other)]),
            restrictions: new() { FixesPositions = true, Shape = new ShapeRule(ShapeKind.Fixed) });
        for (int i = 0; i < Blend.Length; i++)
        {
            ComponentErrors e = found[i].Errors;
            double error = Math.Sqrt(expected[i, i]);
            Assert.Equal(error, e.Amplitude, 1e-3 * error);
            Assert.Equal(error * Blend[i].Volume / Blend[i].Amplitude, e.Volume, 1e-3 * e.Volume);
            Assert.Equal(1, found[i].Freedom, 1e-9);
            Assert.All(
                new[] { e.X, e.Y, e.L11, e.L21, e.L22, e.SigmaMajor, e.Theta },
                unfitted => Assert.True(double.IsNaN(unfitted)));
        }
    }

    [Fact]
    public void ErrorsOfRoundShapesAreThoseOfTheDenseInverse()
    {
        Gaussian[] round = [.. Blend.Select(g => new ShapeRule(ShapeKind.Round).Conform(g))];
        Matrix<double> expected = DenseCovariance.Of(
            round, Bounds, (_, _) => true, parameters: 4, move: (g, k, h) => k switch
            {
                0 => g with { Amplitude = g.Amplitude + h },
                1 => g with { X = g.X + h },
                2 => g with { Y = g.Y + h },
                _ => g with { L11 = g.L11 + h, L22 = g.L22 + h },
            });
        IReadOnlyList<ComponentUncertainty> found =
            Run(round, Pixels(), restrictions: new() { Shape = new ShapeRule(ShapeKind.Round) });
        for (int i = 0; i < round.Length; i++)
        {
            ComponentErrors e = found[i].Errors;
            double[] actual = [e.Amplitude, e.X, e.Y, e.L11, e.L22, e.SigmaMajor, e.SigmaMinor];
            for (int k = 0; k < actual.Length; k++)
            {
                int parameter = Math.Min(k, 3);
                double error = Math.Sqrt(expected[4 * i + parameter, 4 * i + parameter]);
                Assert.Equal(error, actual[k], 1e-4 * error);
            }

            Assert.True(double.IsNaN(e.L21) && double.IsNaN(e.CovarianceXY) && double.IsNaN(e.Theta));
            Assert.Equal(4, found[i].Freedom, 1e-9);
        }
    }

    /// <summary>With σ_minor at its limit the others' errors are those of a model in which it is fixed.</summary>
    [Fact]
    public void ASigmaAtItsLimitHasNoError()
    {
        const double minor = 2.2, major = 3.1, theta = 0.4;
        Gaussian g = AtAxes(new Gaussian(2, 21, 20, 1, 0, 1), major, theta);
        Matrix<double> expected = DenseCovariance.Of(
            [g], Bounds, (_, _) => true, parameters: 5, move: (g, k, h) => k switch
            {
                0 => g with { Amplitude = g.Amplitude + h },
                1 => g with { X = g.X + h },
                2 => g with { Y = g.Y + h },
                3 => AtAxes(g, major + h, theta),
                _ => AtAxes(g, major, theta + h),
            });
        ComponentUncertainty found = Run([g], Pixels(), restrictions: new() { SigmaMin = minor })[0];
        double[] actual =
        [
            found.Errors.Amplitude, found.Errors.X, found.Errors.Y, found.Errors.SigmaMajor, found.Errors.Theta,
        ];
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(Math.Sqrt(expected[k, k]), actual[k], 1e-4 * actual[k]);
        }

        Assert.True(double.IsNaN(found.Errors.SigmaMinor));
        Assert.Equal(5, found.Freedom, 1e-9);

        static Gaussian AtAxes(Gaussian g, double major, double theta) =>
            new ShapeRule(ShapeKind.Common, major, minor, theta).Conform(g);
    }

    /// <summary>With both at a limit nothing of the shape is fitted, neither is its angle.</summary>
    [Theory]
    [InlineData(2.2, null)]
    [InlineData(null, 2.2)]
    public void BothSigmasAtTheirLimitHaveNoError(double? min, double? max)
    {
        Gaussian g = new ShapeRule(ShapeKind.Common, 2.2, 2.2, 0.7).Conform(new Gaussian(2, 21, 20, 1, 0, 1));
        ComponentUncertainty found = Run([g], Pixels(), restrictions: new() { SigmaMin = min, SigmaMax = max })[0];
        ComponentErrors e = found.Errors;
        double root = Math.Sqrt(Math.PI) * 2.2;
        Assert.Equal(3, found.Freedom, 1e-9);
        Assert.Equal(1 / root, e.Amplitude, 1e-4 / root);
        Assert.Equal(2.2 * Math.Sqrt(2) / (2 * root), e.X, 1e-5);
        Assert.All(
            new[]
            {
                e.L11, e.L21, e.L22, e.CovarianceXX, e.CovarianceXY, e.CovarianceYY, e.SigmaMajor, e.SigmaMinor,
                e.Theta,
            },
            error => Assert.True(double.IsNaN(error)));
    }

    [Fact]
    public void BoundedStepsHaveTheErrorsOfFreeOnes()
    {
        IReadOnlyList<ComponentUncertainty> free = Run(Blend, Pixels());
        IReadOnlyList<ComponentUncertainty> bounded =
            Run(Blend, Pixels(), restrictions: new() { Step = StepKind.Bounded });
        for (int i = 0; i < Blend.Length; i++)
        {
            Assert.Equal(free[i].Errors.Amplitude, bounded[i].Errors.Amplitude, 1e-10);
            Assert.Equal(free[i].Errors.L21, bounded[i].Errors.L21, 1e-10);
            Assert.Equal(free[i].Errors.Theta, bounded[i].Errors.Theta, 1e-10);
        }

        bounded = Run(
            [Blend[0], Blend[2] with { Amplitude = 0 }], Pixels(), restrictions: new() { Step = StepKind.Bounded });
        Assert.False(bounded[0].Errors.Scale(0.01).IsPoor);
        Assert.True(bounded[1].Errors.IsPoor && double.IsNaN(bounded[1].Errors.Amplitude));
    }

    [Fact]
    public void WhatIsHeldOrUnseenHasNoError()
    {
        Gaussian[] components = [Blend[0], Blend[2] with { Amplitude = 0 }];
        IReadOnlyList<ComponentUncertainty> found = Run(components, Pixels(), 0, ComponentFlags.AtBound);
        Assert.True(found[0].Errors.Amplitude > 0);
        Assert.True(double.IsNaN(found[0].Errors.X));
        Assert.True(double.IsNaN(found[0].Errors.Volume));
        Assert.True(found[0].Errors.IsPoor);
        Assert.True(double.IsNaN(found[1].Errors.X));
        Assert.True(found[1].Errors.IsPoor);
    }

    [Fact]
    public void TwoOfTheSameAreNotDetermined()
    {
        IReadOnlyList<ComponentUncertainty> found = Run([Blend[0], Blend[0], Blend[2]], Pixels());
        Assert.True(double.IsNaN(found[0].Errors.Amplitude));
        Assert.True(found[0].Errors.IsPoor);
        Assert.False(found[2].Errors.Scale(0.01).IsPoor);
        Assert.Equal(6, found[2].Freedom, 1e-6);
    }

    [Fact]
    public void BlendedIsWhatIsNearerThanTheFullWidthAtHalfMaximum()
    {
        var first = new Gaussian(1, 15, 20, 2, 0, 2);
        double fwhm = 2 * Math.Sqrt(8 * Math.Log(2));
        Assert.Equal([1, 0], NeighboursAt(0.99 * fwhm));
        Assert.Equal([-1, -1], NeighboursAt(1.01 * fwhm));

        IEnumerable<long> NeighboursAt(double distance) =>
            Run([first, first with { X = 15 + distance }], Pixels()).Select(found => found.Neighbour);
    }

    [Fact]
    public void TheAngleOfARoundOneIsUndetermined()
    {
        ComponentErrors errors = Run([new Gaussian(2, 20, 20, 3, 0, 3)], Pixels())[0].Errors.Scale(0.01);
        Assert.True(double.IsNaN(errors.Theta));
        Assert.False(errors.IsPoor);
        Assert.True(errors.Scale(1000).IsPoor);
    }

    private static void AssertErrors(
        Gaussian[] components, Matrix<double> expected, IReadOnlyList<ComponentUncertainty> found, double tolerance)
    {
        for (int i = 0; i < components.Length; i++)
        {
            ComponentErrors e = found[i].Errors;
            double[] actual = [e.Amplitude, e.X, e.Y, e.L11, e.L21, e.L22];
            for (int k = 0; k < 6; k++)
            {
                double error = Math.Sqrt(expected[6 * i + k, 6 * i + k]);
                Assert.Equal(error, actual[k], tolerance * error);
            }
        }
    }

    private static double[] Pixels(Func<int, int, bool>? isValid = null) =>
    [
        .. from y in Enumerable.Range(0, Bounds.Height)
           from x in Enumerable.Range(0, Bounds.Width)
           select isValid?.Invoke(x, y) ?? true ? 0 : double.NaN,
    ];

    private static IReadOnlyList<ComponentUncertainty> Run(
        Gaussian[] components, double[] pixels, double beam = 0, ComponentFlags flags = ComponentFlags.None,
        double[]? weights = null, ComponentRestrictions? restrictions = null,
        (Background Background, IReadOnlyList<Component> Others)? counts = null)
    {
        FreeComponent[] free =
        [
            .. components.Select((shape, k) => new FreeComponent(
                0, new Component(k, shape, flags), ReachBox.Unbounded)),
        ];
        return new TileUncertainty(new TileWorkspace()).Run(
            0, Bounds, pixels, free, beam, weights ?? [], counts, restrictions);
    }
}
