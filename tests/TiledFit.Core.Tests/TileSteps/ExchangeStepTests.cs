using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.Tests.Kernels;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class ExchangeStepTests
{
    private static readonly PixelRectangle Window = new(20, -10, 90, 80);

    private static readonly Background Level = new(BackgroundKind.Constant, 0.5, 0, 0, 64, 30);

    /// <summary>Two stand where one is enough, and a third place is empty: one of them goes there.</summary>
    [Fact]
    public void WhatIsWorthLittleGoesWhereItIsNeeded()
    {
        Gaussian[] truth = [new(5, 45, 20, 4, 0.5, 5), new(4, 85, 45, 5, -1, 4)];
        StepCase step = Case((x, y) => StepCase.Sum(truth, x, y), [Half(truth[0], -0.1), Half(truth[0], 0.1)], 1);
        TileStepResult result = step.Run();
        Component added = Assert.Single(result.Added);
        Assert.Equal(ComponentId.Create(0, 1, 0), added.Id);
        Assert.Equal(ComponentFlags.Grown, added.Flags & ComponentFlags.Origin);
        Assert.Single(result.Removed);
        Assert.Single(result.Updated);
        StepCase.AssertNear(truth[1], added.Shape, 0.1);
        AssertBooked(step, result);
        Assert.True(result.Statistics.ObjectiveChange < -0.99 * step.Objective(step.Free));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 6)]
    [InlineData(4, 12)]
    [InlineData(5, 12)]
    public void NoExchangeRaisesTheObjective(int seed, int count)
    {
        StepCase step = Crowd(seed, count);
        TileStepResult result = step.Run();
        double change = step.Objective(After(result)) - step.Objective(step.Free);
        Assert.True(change <= 0);
        AssertBooked(step, result);
        Assert.InRange(result.Updated.Count + result.Added.Count, 1, 12);
        Assert.True(change < 0 || result.Added.Count + result.Removed.Count == 0);
    }

    /// <summary>At the optimum what goes can only come back less well than it was.</summary>
    [Fact]
    public void AnExchangeThatDoesNotPayIsUndoneToTheLastBit()
    {
        Gaussian[] truth = Truth(6);
        StepCase step = Case((x, y) => StepCase.Sum(truth, x, y) + Ripple(x, y), Settled(truth), 2) with
        {
            State = new MinimizerState(new DampingState(0.25, 8), true),
        };
        var changes = new List<double>();
        TileStepResult result = step.Run(onChange: changes.Add);
        AssertUndone(step, result);
        Assert.Empty(changes);

        // 2 iterations while the rest settles, and some with what has come.
        Assert.InRange(result.Statistics.Iterations, 3, 8);
        Assert.Equal(step.Objective(step.Free), result.Statistics.CoreSse, 1e-11 * step.Objective([]));
        Assert.Equal(LargestGradient(step), result.Statistics.LargestGradient, 1e-9);
    }

    /// <summary>
    /// With σ_n²·κ = 1 the penalty is S²: by as much an exchange that adds one more has to lower E.
    /// </summary>
    [Theory]
    [InlineData(0.99, true)]
    [InlineData(1.01, false)]
    public void WhatComesBesidesHasToEarnItsPenalty(double share, bool pays)
    {
        // The first stands where it should; the second is to come.
        Gaussian[] truth = [new(5, 45, 20, 4, 0.5, 5), new(4, 85, 45, 5, -1, 4)];
        StepCase step = Case((x, y) => StepCase.Sum(truth, x, y), [truth[0]], 0);
        step = step with { Selection = step.Selection! with { AddLimit = 1 } };
        double lowered = -step.Run().Statistics.ObjectiveChange;
        Assert.True(lowered > 0.9 * step.Objective(step.Free));

        SelectionCriterion criterion = new(new NoiseModel(1, 0), Window.Area)
        {
            Significance = Math.Sqrt(share * lowered),
        };
        step = step with { Selection = step.Selection! with { Criterion = criterion } };
        TileStepResult result = step.Run();
        Assert.Equal(pays ? 1 : 0, result.Added.Count);
        if (!pays)
        {
            AssertUndone(step, result);
        }
    }

    /// <summary>What is removed gives its penalty back: E may rise by as much.</summary>
    [Fact]
    public void WhatGoesGivesItsPenaltyBack()
    {
        Gaussian[] truth = [new(5, 45, 20, 4, 0.5, 5), new(0.02, 85, 45, 5, -1, 4)];
        StepCase step = Case((x, y) => StepCase.Sum(truth, x, y), truth, 1);
        SelectionCriterion criterion = new(new NoiseModel(1, 0), Window.Area) { Significance = 1 };

        // E of the lesser is a²·π·|Σ|^½ = 0.0251.
        TileStepResult result = (step with { Selection = step.Selection! with { Criterion = criterion } }).Run();
        Assert.Equal([1L], result.Removed);
        Assert.Empty(result.Added);
        Assert.InRange(result.Statistics.ObjectiveChange, 0.01, 0.026);
    }

    [Fact]
    public void TheSameWorkspaceGivesTheSameBits()
    {
        var workspace = new TileWorkspace();
        TileStepResult first = Crowd(7, 4).Run(workspace);
        Crowd(8, 4).Run(workspace);
        TileStepResult again = Crowd(7, 4).Run(workspace);
        Assert.Equal(first.Updated, again.Updated);
        Assert.Equal(first.Added, again.Added);
        Assert.Equal(first.Removed, again.Removed);
        Assert.Equal(first.Statistics, again.Statistics);
    }

    private static void AssertUndone(StepCase step, TileStepResult result)
    {
        Assert.Equal(step.Free, result.Updated.Select(update => update.Component.Shape));
        Assert.Equal(
            Enumerable.Range(0, step.Free.Count).Select(k => (0, (long)k, ComponentFlags.None)),
            result.Updated.Select(update => (update.Owner, update.Component.Id, update.Component.Flags)));
        Assert.Empty(result.Added);
        Assert.Empty(result.Removed);
        Assert.Equal(step.State, result.State);
        Assert.Equal(0, result.Statistics.SelectionChange);
        Assert.Equal(0, result.Statistics.MinimizerChange);
        Assert.Equal(default, result.Statistics.ResidualChange);
        Assert.Equal((0, 0), (result.Statistics.Added, result.Statistics.Removed));
    }

    // E and the sums of the residual by the formula, pixel by pixel.
    private static void AssertBooked(StepCase step, TileStepResult result)
    {
        Gaussian[] after = [.. After(result)];
        double before = step.Objective(step.Free);
        Assert.Equal(step.Objective(after) - before, result.Statistics.ObjectiveChange, 1e-10 * before);
        (double one, double x, double y) = Sums(step, after);
        (double oneBefore, double xBefore, double yBefore) = Sums(step, step.Free);
        Assert.Equal(one - oneBefore, result.Statistics.ResidualChange.One, 1e-7);
        Assert.Equal(x - xBefore, result.Statistics.ResidualChange.X, 1e-6);
        Assert.Equal(y - yBefore, result.Statistics.ResidualChange.Y, 1e-6);
        Assert.Equal(result.Added.Count, result.Statistics.Added);
        Assert.Equal(result.Removed.Count, result.Statistics.Removed);
    }

    private static (double One, double X, double Y) Sums(StepCase step, IReadOnlyList<Gaussian> components)
    {
        double one = 0, sumX = 0, sumY = 0;
        for (int y = Window.Y; y < Window.Bottom; y++)
        {
            for (int x = Window.X; x < Window.Right; x++)
            {
                double r = step.Value(x, y) - Level.ValueAt(x, y) - StepCase.Sum(components, x, y);
                one += r;
                sumX += r * (x - Level.OriginX);
                sumY += r * (y - Level.OriginY);
            }
        }

        return (one, sumX, sumY);
    }

    // max |g_a| / √H_aa by a step that only linearises.
    private static double LargestGradient(StepCase step) => (step with
    {
        Selection = null,
        Minimizer = new MinimizerOptions { GradientTolerance = double.MaxValue },
    }).Run().Statistics.LargestGradient;

    private static IEnumerable<Gaussian> After(TileStepResult result) =>
        result.Updated.Select(update => update.Component).Concat(result.Added).Select(component => component.Shape);

    // Where a step without selection comes to rest.
    private static Gaussian[] Settled(Gaussian[] near)
    {
        var ends = new MinimizerOptions { MaxIterations = 200, FunctionTolerance = 1e-13, GradientTolerance = 1e-12 };
        StepCase step = Case((x, y) => StepCase.Sum(near, x, y) + Ripple(x, y), near, 0) with
        {
            Selection = null,
            Minimizer = ends,
        };
        return [.. After(step.Run())];
    }

    private static StepCase Crowd(int seed, int exchanged)
    {
        Gaussian[] truth = Truth(seed);
        Gaussian[] start = StepCase.Perturb(truth, new Random(seed), 0.3);
        return Case((x, y) => StepCase.Sum(truth, x, y) + Ripple(x, y), start, exchanged);
    }

    private static Gaussian[] Truth(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, 12).Select(_ =>
            {
                Gaussian g = RandomGaussians.Next(random, 66, 56, 2, 4);
                return g with { X = g.X + 32, Y = g.Y + 2 };
            }),
        ];
    }

    private static StepCase Case(Func<int, int, double> value, IReadOnlyList<Gaussian> free, int exchanged) =>
        new(Window, (x, y) => Level.Level + value(x, y))
        {
            Background = Level,
            Free = free,
            Minimizer = new MinimizerOptions { MaxIterations = 6 },
            Selection = new SelectionOptions(exchanged, exchanged, SelectionCriterion.Free, new DetectionOptions())
            {
                Exchanges = true,
            },
        };

    private static double Ripple(int x, int y) => 0.02 * ((x * 7 + y * 13) % 5 - 2);

    private static Gaussian Half(Gaussian g, double shift) =>
        g with { Amplitude = 0.5 * g.Amplitude, X = g.X + shift };
}
