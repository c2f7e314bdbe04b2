using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Statistics;
using TiledFit.Core.Tests.Seeding;

namespace TiledFit.Core.Tests.Statistics;

public class BackgroundSelectorTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 256, 192);

    private static readonly Gaussian[] Sources = [.. Enumerable.Range(0, 80).Select(
        k => Field.Ellipse(30, 5 + 71 * k % 246, 5 + 37 * k % 182, 1.5, 1.5, 0))];

    [Fact]
    public void ANoisySkyAtZeroHasNoBackground()
    {
        BackgroundDecision decision = Choose(Sources, (_, _) => 0, 1);
        Assert.Equal(BackgroundKind.None, decision.Background.Kind);
        Assert.InRange(decision.Noise.Sigma, 0.9, 1.15);
        Assert.InRange(decision.Noise.CorrelationLength, 0, 0.35);
        Assert.StartsWith("background: none", decision.Reason);
    }

    [Fact]
    public void ASkyAtALevelHasAConstant()
    {
        BackgroundDecision decision = Choose(Sources, (_, _) => 150, 1);
        Assert.Equal(BackgroundKind.Constant, decision.Background.Kind);
        Assert.InRange(decision.Background.Level, 149.9, 150.2);
    }

    [Fact]
    public void ASkyThatRisesHasAPlane()
    {
        Background background = Choose(Sources, (x, y) => 7 + 0.02 * x - 0.01 * y, 1).Background;
        Assert.Equal(BackgroundKind.Plane, background.Kind);
        Assert.InRange(background.SlopeX, 0.0185, 0.0215);
        Assert.InRange(background.SlopeY, -0.0115, -0.0085);
        Assert.Equal(7 + 0.02 * 127.5 - 0.01 * 95.5, background.ValueAt(127.5, 95.5), 0.15);
    }

    [Fact]
    public void CorrelatedNoiseIsToldWithItsLength()
    {
        ResidualWindow noise = Field.Plant(Bounds, [], 1);
        SmoothingKernel.Apply(noise.Values, Bounds.Width, Bounds.Height, 1.5);
        double sigma = Math.Sqrt(noise.Values.Average(value => value * value));
        BackgroundDecision decision = Choose(WindowStatistics.Of(Bounds, noise.Values));
        Assert.Equal(BackgroundKind.None, decision.Background.Kind);
        Assert.InRange(decision.Noise.Sigma / sigma, 0.9, 1.1);
        Assert.InRange(decision.Noise.CorrelationLength, 1.2, 1.8);
    }

    [Fact]
    public void ReliefStandsOnAConstantBelowIt()
    {
        // Rolling hills: nothing of it averages out over 16 px.
        double[] pixels = Relief();
        WindowStatistics statistics = WindowStatistics.Of(Bounds, pixels);
        BackgroundDecision decision = Choose(statistics);
        Assert.Equal(BackgroundKind.Constant, decision.Background.Kind);
        Assert.Equal(pixels.Min(), decision.Background.Level);
        Assert.InRange(decision.Noise.Sigma, 0.95, 1.25);
        Assert.Equal(0, decision.Noise.CorrelationLength);

        // Components of either sign start amid it.
        BackgroundDecision signed = BackgroundSelector.Choose(statistics, Bounds.Width, Bounds.Height, true);
        double below = pixels.Count(z => z < signed.Background.Level) / (double)pixels.Length;
        Assert.Equal(BackgroundKind.Constant, signed.Background.Kind);
        Assert.InRange(below, 0.4, 0.6);
        Assert.Equal(decision.Noise, signed.Noise);
        Assert.Contains("a constant amid the relief", signed.Reason);
    }

    [Fact]
    public void ReliefDoesNotStandOnAnOutlier()
    {
        double[] pixels = Relief();
        pixels[777] = -9999;
        WindowStatistics statistics = WindowStatistics.Of(Bounds, pixels);
        Assert.Equal(statistics.LowQuantile, Choose(statistics).Background.Level);
    }

    [Fact]
    public void AConstantRasterIsItsBackground()
    {
        var pixels = new double[Bounds.Area];
        Array.Fill(pixels, 42.0);
        BackgroundDecision decision = Choose(WindowStatistics.Of(Bounds, pixels));
        Assert.Equal((BackgroundKind.Constant, 42.0), (decision.Background.Kind, decision.Background.Level));
        Assert.Equal(0, decision.Noise.Sigma);
    }

    [Theory]
    [InlineData(BackgroundKind.None)]
    [InlineData(BackgroundKind.Constant)]
    [InlineData(BackgroundKind.Plane)]
    public void WhatIsAskedForIsGiven(BackgroundKind kind)
    {
        WindowStatistics sky = WindowStatistics.Of(Bounds, Field.Plant(Bounds, Sources, 1).Values);
        WindowStatistics relief = WindowStatistics.Of(Bounds, Relief());
        foreach (WindowStatistics statistics in new[] { sky, relief })
        {
            BackgroundDecision decision = BackgroundSelector.Start(statistics, kind, Bounds.Width, Bounds.Height);
            Assert.Equal(kind, decision.Background.Kind);
            Assert.Equal(Choose(statistics).Noise, decision.Noise);
        }
    }

    private static double[] Relief()
    {
        double[] pixels = Field.Plant(Bounds, [], 1).Values;
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i % Bounds.Width, y = i / Bounds.Width;
            pixels[i] += 300 + 50 * Math.Sin(0.15 * x) * Math.Cos(0.11 * y) + 20 * Math.Sin(0.31 * (x + y));
        }

        return pixels;
    }

    private static BackgroundDecision Choose(Gaussian[] sources, Func<double, double, double> level, double noise)
    {
        double[] pixels = Field.Plant(Bounds, sources, noise).Values;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] += level(i % Bounds.Width, i / Bounds.Width);
        }

        return Choose(WindowStatistics.Of(Bounds, pixels));
    }

    private static BackgroundDecision Choose(WindowStatistics statistics) =>
        BackgroundSelector.Choose(statistics, Bounds.Width, Bounds.Height);
}
