using TiledFit.Statistics;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>Small versions of the experiments in TiledFit.Statistics, within some four standard errors.</summary>
public class PullsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void DeviationsFromTheTruthAreWhatTheErrorsSay(double beam)
    {
        var experiment = new PullsExperiment(beam);
        for (int seed = 101; seed <= 103; seed++)
        {
            experiment.Add(seed);
        }

        Assert.All(experiment.Statistics().Take(PullsExperiment.ParameterCount), s =>
        {
            Assert.InRange(s.Count, 600, 750);
            Assert.Equal(0, s.Mean, 0.16);
            Assert.Equal(1, s.Deviation, 0.12);
            Assert.Equal(0.683, s.Coverage, 0.07);
        });
    }

    [Fact]
    public void ErrorsThatIgnoreTheBeamAreTooSmall()
    {
        var experiment = new PullsExperiment(4, modelled: false);
        experiment.Add(101);
        Assert.All(experiment.Statistics(), s => Assert.InRange(s.Deviation, 2.5, 10));
    }

    [Fact]
    public void VariancesAreTheBounds()
    {
        Assert.All(BoundExperiment.Run(BoundExperiment.HalfBlended, 600), parameter =>
        {
            Assert.Equal(1, parameter.Found, 0.23);
            Assert.Equal(1, parameter.Told, 0.05);
        });
    }
}
