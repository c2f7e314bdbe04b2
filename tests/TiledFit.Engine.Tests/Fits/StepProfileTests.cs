using TiledFit.Core.TileSteps;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class StepProfileTests
{
    private static readonly FitCase Spots = new(256, 192, 180, 0.15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ProfilingDoesNotShowInTheBits(bool grows)
    {
        FitOptions options = FitCase.Tiled with { MaxSweeps = grows ? 6 : 5, Components = grows ? 120 : null };
        var profile = new StepProfile();
        FitResult plain = LocalHost.Fit(Spots.Raster(), options, grows ? null : Spots.Initial);
        FitResult profiled = LocalHost.Fit(Spots.Raster(), options, grows ? null : Spots.Initial, profile: profile);
        Assert.Equal(FitCase.BitsOf(plain), FitCase.BitsOf(profiled));
        Assert.Equal(profiled.Sweeps.Sum(sweep => sweep.ActiveTiles), profile.Steps);
        Assert.All(
            Enum.GetValues<StepPhase>(),
            phase => Assert.Equal(
                grows || phase is not (StepPhase.Prune or StepPhase.Detect), profile[phase] > TimeSpan.Zero));
    }

    [Fact]
    public void EveryTickOfAStepBelongsToOnePhaseAndNoneBetweenSteps()
    {
        var time = new ManualTime();
        var profile = new StepProfile(time);
        PhaseClock clock = profile.AddClock(), other = profile.AddClock();

        time.Ticks = 1000;
        clock.OnEnter(StepPhase.Residual);
        time.Ticks = 1010;
        clock.Begin(StepPhase.Assemble);
        time.Ticks += 3;
        clock.OnEnter(StepPhase.Gradient);
        time.Ticks += 5;
        clock.OnEnter(StepPhase.LinearSolve);
        other.Begin(StepPhase.Gradient);
        time.Ticks += 7;
        clock.OnEnter(StepPhase.Gradient);
        time.Ticks += 11;
        clock.End();
        time.Ticks += 100;
        other.End();

        Assert.Equal(2, profile.Steps);
        Assert.Equal(3, profile[StepPhase.Assemble].Ticks);
        Assert.Equal(5 + 11 + (7 + 11 + 100), profile[StepPhase.Gradient].Ticks);
        Assert.Equal(7, profile[StepPhase.LinearSolve].Ticks);
        Assert.Equal(TimeSpan.Zero, profile[StepPhase.Residual]);
        Assert.Equal(3 + 5 + 7 + 11 + (7 + 11 + 100), profile.Total.Ticks);
    }
}
