using TiledFit.Core.Profiles;

namespace TiledFit.Core.Tests.Profiles;

/// <summary>A lidar-like waveform: 20 overlapping pulses, noise of 1 % of the largest.</summary>
internal static class Waveform
{
    public const int Samples = 1000, Pulses = 20;

    /// <summary>σ 4 to 8, 2.4 to 3 times the mean σ of neighbours apart, amplitudes 0.4 to 1.</summary>
    public static ProfileGaussian[] Draw(Random random)
    {
        var pulses = new ProfileGaussian[Pulses];
        double x = 300, before = 0;
        for (int i = 0; i < pulses.Length; i++)
        {
            double sigma = 4 + 4 * random.NextDouble();
            x += i == 0 ? 0 : (2.4 + 0.6 * random.NextDouble()) * 0.5 * (sigma + before);
            pulses[i] = new ProfileGaussian(0.4 + 0.6 * random.NextDouble(), x, sigma);
            before = sigma;
        }

        return pulses;
    }

    public static Profile Sample(ProfileGaussian[] pulses, double level, double noise, Random random)
    {
        double[] x = [.. Enumerable.Range(0, Samples).Select(i => (double)i)];
        return new Profile(x, [.. x.Select(at => level + Sum(pulses, at) + noise * Normal(random))]);
    }

    // By the library's exponential and without a cut.
    public static double Sum(ProfileGaussian[] pulses, double x) =>
        pulses.Sum(p => p.Amplitude * Math.Exp(-0.5 * (x - p.X) * (x - p.X) / (p.Sigma * p.Sigma)));

    /// <summary>Box and Muller (1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
