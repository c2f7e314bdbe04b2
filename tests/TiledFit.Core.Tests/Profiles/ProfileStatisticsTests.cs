using TiledFit.Core.Model;
using TiledFit.Core.Profiles;

namespace TiledFit.Core.Tests.Profiles;

public class ProfileStatisticsTests
{
    /// <summary>White noise on peaks and a cubic, at uneven places: the cubic is seen through.</summary>
    [Fact]
    public void NoiseIsWhatACubicThroughNeighboursLeaves()
    {
        var random = new Random(2);
        double[] x = [.. Enumerable.Range(0, 2000).Select(i => i + 0.8 * random.NextDouble())];
        double[] smooth = [.. x.Select(at => 1e-7 * at * at * at - 3 * at)];
        Assert.InRange(ProfileNoise.Estimate(x, smooth), 0, 1e-5);
        double[] noisy = [.. smooth.Zip(x, (z, at) =>
            z + 0.5 * Waveform.Normal(random) + (at % 100 < 30 ? 40 * Math.Exp(-Math.Pow(at % 100 - 15, 2) / 18) : 0))];
        Assert.Equal(0.5, ProfileNoise.Estimate(x, noisy), 0.05);
    }

    [Theory]
    [InlineData(0, 0, BackgroundKind.None)]
    [InlineData(5, 0, BackgroundKind.Constant)]
    [InlineData(5, 0.02, BackgroundKind.Plane)]
    [InlineData(-3, -0.5, BackgroundKind.Plane)]
    public void TheBackgroundIsBelowThePeaks(double level, double slope, BackgroundKind kind)
    {
        var random = new Random(6);
        double[] x = [.. Enumerable.Range(0, 800).Select(i => (double)i)];
        ProfileGaussian[] peaks = [new(60, 100, 8), new(100, 130, 10), new(30, 400, 20), new(80, 700, 5)];
        var profile = new Profile(x, [.. x.Select(at =>
            level + slope * (at - 399.5) + Waveform.Sum(peaks, at) + Waveform.Normal(random))]);
        Background found = ProfileBaseline.Find(profile, 1, null);
        Assert.Equal(kind, found.Kind);
        Assert.Equal(level, found.Level, 0.25);
        Assert.Equal(slope, found.SlopeX, 1e-3);
        Assert.Equal(kind == BackgroundKind.None ? 0 : 399.5, found.OriginX);
    }

    /// <summary>Two peaks 2.2 σ apart, which hardly leave a dip, are two; on a broad one there are three.</summary>
    [Fact]
    public void FineScalesResolveWhatCoarseOnesDoNot()
    {
        double[] x = [.. Enumerable.Range(0, 600).Select(i => (double)i)];
        ProfileGaussian[] truth = [new(1, 300, 6), new(0.9, 313.2, 6)];
        var profile = new Profile(x, [.. x.Select(at => Waveform.Sum(truth, at))]);
        IReadOnlyList<ProfileGaussian> found = ProfileDetector.Detect(
            profile, profile.Z, 0.002, 4.5, 10, CancellationToken.None);
        Assert.Equal(2, found.Count);
        Assert.Equal([300, 313.2], found.Select(g => g.X).Order(), (a, b) => Math.Abs(a - b) < 3);
        Assert.Single(ProfileDetector.Detect(profile, profile.Z, 0.002, 4.5, 1, CancellationToken.None));
    }

    /// <summary>A single peak's place, height and width, whatever its size.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(40)]
    public void OnePeakIsSeenAsItIs(double sigma)
    {
        double[] x = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        ProfileGaussian truth = new(5, 480.3, sigma);
        var profile = new Profile(x, [.. x.Select(at => Waveform.Sum([truth], at))]);
        ProfileGaussian found = Assert.Single(
            ProfileDetector.Detect(profile, profile.Z, 0.05, 4.5, 10, CancellationToken.None));
        Assert.Equal(truth.X, found.X, 0.1 * sigma);
        Assert.Equal(truth.Sigma, found.Sigma, 0.1 * sigma);
        Assert.Equal(truth.Amplitude, found.Amplitude, 0.5);
    }
}
