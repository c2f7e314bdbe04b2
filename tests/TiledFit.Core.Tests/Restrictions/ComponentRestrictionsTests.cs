using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Tests.Kernels;

namespace TiledFit.Core.Tests.Restrictions;

public class ComponentRestrictionsTests
{
    private static readonly ComponentRestrictions Limits = new() { SigmaMin = 2, SigmaMax = 4 };

    /// <summary>
    /// Clamped singular values are the nearest: no symmetric root of an allowed Σ that was drawn at random is nearer to
    /// Σ^½.
    /// </summary>
    [Fact]
    public void ClampingIsAProjection()
    {
        var random = new Random(5);
        for (int k = 0; k < 50; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 50, 50, 0.5, 8);
            Gaussian clamped = Limits.Clamp(g);
            Assert.InRange(clamped.SigmaMinor, 2 * (1 - 1e-14), 4);
            Assert.InRange(clamped.SigmaMajor, 2, 4 * (1 + 1e-14));
            Assert.Equal(Math.Clamp(g.SigmaMajor, 2, 4), clamped.SigmaMajor, 1e-12);
            Assert.Equal(Math.Clamp(g.SigmaMinor, 2, 4), clamped.SigmaMinor, 1e-12);
            Matrix<double> root = Root(g), projected = Root(clamped);
            double distance = (root - projected).FrobeniusNorm();
            for (int trial = 0; trial < 200; trial++)
            {
                Gaussian near = Limits.Clamp(Near(clamped, random));
                Assert.True((root - Root(near)).FrobeniusNorm() >= distance - 1e-9);
            }
        }
    }

    [Fact]
    public void WhatIsWithinKeepsItsBits()
    {
        var g = new Gaussian(1, 2, 3, 2.5, 0.3, 3);
        Assert.Equal(g, Limits.Clamp(g));
        Assert.True(Limits.Holds(g));
        Assert.False(Limits.Holds(g with { L11 = 5 }));
        Assert.False(Limits.Holds(g with { L22 = 1 }));
        Assert.True(Limits.Holds(Limits.Clamp(g with { L22 = 1 })));
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsSaid()
    {
        Refuse("--sigma-min: 0 must be from 0.001 to 10000000 px", new() { SigmaMin = 0 });
        Refuse("--sigma-max: NaN must be", new() { SigmaMax = double.NaN });
        Refuse("--sigma-min: 3 must not be above --sigma-max 2", new() { SigmaMin = 3, SigmaMax = 2 });
        Refuse("--sigma-max: limits what --shape fixed leaves", new()
        {
            SigmaMax = 3,
            Shape = new ShapeRule(ShapeKind.Fixed),
        });
        Refuse("--sigma-min: goes with --step manifold", new() { SigmaMin = 1, Step = StepKind.Bounded });
        Assert.Empty(Limits.Violations());
        Assert.Empty(new ComponentRestrictions
        {
            SigmaMin = 1,
            Step = StepKind.Bounded,
            Shape = new ShapeRule(ShapeKind.Round),
        }.Violations());

        static void Refuse(string expected, ComponentRestrictions restrictions) => Assert.StartsWith(
            expected, string.Join('\n', restrictions.Violations().Select(v => $"{v.Option}: {v.Problem}")));
    }

    /// <summary>What was stored before there were signed amplitudes reads as it did.</summary>
    [Fact]
    public void TheDefaultAmplitudeIsNotStored()
    {
        var bounded = new ComponentRestrictions { Step = StepKind.Bounded };
        string json = JsonSerializer.Serialize(bounded);
        Assert.DoesNotContain("Amplitude", json);
        Assert.Equal(bounded, JsonSerializer.Deserialize<ComponentRestrictions>(json));
        ComponentRestrictions signed = bounded with { Amplitude = AmplitudeKind.Signed };
        Assert.Equal(signed, JsonSerializer.Deserialize<ComponentRestrictions>(JsonSerializer.Serialize(signed)));
        Assert.Equal("--amplitude", (signed with { Step = default }).FirstOption);
        Assert.Equal(
            signed, ComponentRestrictions.Parse("free", "free", null, null, "bounded", "signed"));
    }

    [Fact]
    public void NothingRestrictedIsNull()
    {
        Assert.Null(ComponentRestrictions.Parse("free", "free", null, null, "manifold", "nonnegative"));
        Assert.Equal(
            new ComponentRestrictions { FixesPositions = true, Step = StepKind.Bounded, SigmaMax = 3 },
            ComponentRestrictions.Parse("free", "fixed", null, 3, "bounded", "nonnegative"));
        Assert.Equal(
            "--step 'x' is unknown; take one of manifold, bounded",
            Assert.Throws<InputException>(() => ComponentRestrictions.Parse(
                "free", "free", null, null, "x", "nonnegative")).Message);
    }

    private static Matrix<double> Root(Gaussian g)
    {
        var covariance = Matrix<double>.Build.DenseOfArray(
            new[,] { { g.CovarianceXX, g.CovarianceXY }, { g.CovarianceXY, g.CovarianceYY } });
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        return eigen.EigenVectors * eigen.D.PointwiseSqrt() * eigen.EigenVectors.Transpose();
    }

    private static Gaussian Near(Gaussian g, Random random)
    {
        double Noise() => 0.3 * (random.NextDouble() - 0.5);
        return g with { L11 = g.L11 * (1 + Noise()), L21 = g.L21 + g.L22 * Noise(), L22 = g.L22 * (1 + Noise()) };
    }
}
