using TiledFit.Core.Profiles;
using Xunit.Abstractions;

namespace TiledFit.Core.Tests.Profiles;

public class Experiment(ITestOutputHelper output)
{
    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    public void Recover(int? asked)
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            ProfileGaussian[] truth = Waveform.Draw(random);
            Profile profile = Waveform.Sample(truth, 0.2, 0.01, random);
            var sweeps = new List<ProfileSweep>();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            ProfileFit fit = ProfileFitter.Fit(profile, new ProfileFitOptions { Components = asked }, null, new Obs(sweeps));
            ProfileFit best = ProfileFitter.Fit(profile, new ProfileFitOptions { }, truth);
            double worstX = 0, worstS = 0; int matched = 0;
            foreach (ProfileGaussian t in truth)
            {
                var near = fit.Components.MinBy(c => Math.Abs(c.Shape.X - t.X)).Shape;
                worstX = Math.Max(worstX, Math.Abs(near.X - t.X) / t.Sigma);
                worstS = Math.Max(worstS, Math.Abs(near.Sigma / t.Sigma - 1));
                matched += Math.Abs(near.X - t.X) < 0.5 * t.Sigma && Math.Abs(near.Sigma / t.Sigma - 1) < 0.3 ? 1 : 0;
            }

            output.WriteLine($"{seed}: K {fit.Components.Count} settled {fit.Settled} rmse {fit.Rmse:F6} best {best.Rmse:F6} matched {matched} worst dx/σ {worstX:F3} dσ/σ {worstS:F3} {watch.ElapsedMilliseconds} ms; {string.Join(" ", sweeps.Select(s => s.Grows ? $"{s.Components}" : "."))}");
        }
    }

    private sealed class Obs(List<ProfileSweep> sweeps) : IProfileObserver
    {
        public void Iterated(int sweep, double objective) { }

        public void Ended(ProfileSweep sweep) => sweeps.Add(sweep);
    }
}
