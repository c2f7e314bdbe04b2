using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.Tests.Seeding;
using TiledFit.Core.Tests.TileSteps;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Refinement;

public class RefinementStepTests
{
    private const double Sigma = 0.02;

    private static readonly PixelRectangle Window = new(-5, 12, 80, 60);

    private static readonly SelectionCriterion Criterion = new(new NoiseModel(Sigma, 0), Window.Area);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ABlendThatWasTakenForOneBecomesTwo(int seed)
    {
        Gaussian[] truth = [new(1, 30, 40, 2, 0, 2), new(0.8, 34, 42, 2, 0.4, 1.8), new(1, 55, 30, 3, 0, 2)];
        TileStepResult result = Refine(seed, truth, [new(1.2, 32, 41, 3, 0.5, 2.5), truth[2]]);
        AssertFound(truth, result);
        Assert.Empty(result.Removed);
        Assert.Equal(ComponentFlags.Grown, Assert.Single(result.Added).Flags & ComponentFlags.Grown);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void TwoThatStandForOneBecomeOne(int seed)
    {
        Gaussian[] truth = [new(1, 30, 40, 2.5, 0, 2), new(1, 55, 30, 3, 0, 2)];
        Gaussian half = truth[0] with { Amplitude = 0.5 };
        TileStepResult result = Refine(seed, truth, [half with { X = 29.2 }, half with { X = 30.8 }, truth[1]]);
        AssertFound(truth, result);
        Assert.Single(result.Removed);
        Assert.Empty(result.Added);
    }

    [Fact]
    public void WhatIsNotThereGoesAndWhatIsMissingComes()
    {
        Gaussian[] truth = [new(1, 30, 40, 2, 0, 2), new(0.7, 55, 30, 3, 0, 2)];
        TileStepResult result = Refine(6, truth, [truth[0], new(0.03, 10, 60, 2, 0, 2)]);
        AssertFound(truth, result);
        Assert.Equal([1L], result.Removed);
        Assert.Single(result.Added);
    }

    [Fact]
    public void WhatIsRightStaysAsItIs()
    {
        Gaussian[] truth = [new(1, 30, 40, 2, 0, 2), new(0.8, 35, 42, 2, 0.4, 1.8), new(1, 55, 30, 3, 0, 2)];
        TileStepResult result = Refine(7, truth, truth);
        Assert.Empty(result.Removed);
        Assert.Empty(result.Added);
        Assert.Equal(0, result.Statistics.SelectionChange);
    }

    /// <summary>By the formula, with the pixels' own E: a change that was made has lowered E + penalties.</summary>
    [Fact]
    public void ObjectiveAndPenaltiesFall()
    {
        var random = new Random(8);
        Gaussian[] truth =
            [.. Enumerable.Range(0, 12).Select(k => new Gaussian(1, 5 + 6 * k, 20 + k * 17 % 45, 2, 0, 2.2))];
        StepCase step = Case(8, truth, [.. StepCase.Perturb(truth.Skip(3), random, 0.3)]);
        TileStepResult result = step.Run();
        Gaussian[] after = [.. result.Updated.Select(u => u.Component.Shape), .. result.Added.Select(a => a.Shape)];
        double penalty = Criterion.Penalty(4);
        Assert.True(result.Removed.Count + result.Added.Count > 0);
        Assert.True(
            result.Statistics.SelectionChange + penalty * (result.Added.Count - result.Removed.Count) < 0);
        Assert.Equal(
            step.Objective(after) - step.Objective(step.Free), result.Statistics.ObjectiveChange,
            1e-9 * step.Objective(step.Free));
    }

    /// <summary>Photons: beside a bright peak a bump of a few background σ is noise.</summary>
    [Fact]
    public void WhereTheSignalIsNoisyMoreIsAsked()
    {
        var random = new Random(9);
        Gaussian[] stars =
            [.. Enumerable.Range(0, 12).Select(k => new Gaussian(400, 2 + 20 * (k % 4), 20 + 18 * (k / 4), 2, 0, 2))];
        double[,] noise = new double[Window.Width, Window.Height];
        for (int x = 0; x < Window.Width; x++)
        {
            for (int y = 0; y < Window.Height; y++)
            {
                double signal = StepCase.Sum(stars, Window.X + x, Window.Y + y);
                noise[x, y] = Math.Sqrt(4 + 4 * signal) * Field.Normal(random);
            }
        }

        Gaussian[] spurious = [new(30, 23.5, 21.2, 0.6, 0, 0.7), new(25, 41, 37, 0.5, 0, 0.8)];
        var step = new StepCase(
            Window, (x, y) => StepCase.Sum([.. stars, .. spurious], x, y) + noise[x - Window.X, y - Window.Y])
        {
            Free = [.. stars, .. spurious],
            Selection = Refining(new SelectionCriterion(new NoiseModel(2, 0), Window.Area)),
        };
        TileStepResult result = step.Run();
        Assert.Equal([12L, 13L], result.Removed.Order());
        Assert.Empty(result.Added);
    }

    /// <summary>Most of the window is filled with zeros: the median of |r| is 0, the noise is not.</summary>
    [Fact]
    public void FilledPixelsAreNotTakenForQuiet()
    {
        StepCase step = Case(10, [new Gaussian(1, 55, 30, 3, 0, 2)], [new Gaussian(1, 55, 30, 3, 0, 2)]);
        TileStepResult result = (step with { Value = (x, y) => x < 43 ? 0 : step.Value(x, y) }).Run();
        Assert.Empty(result.Removed);
        Assert.Empty(result.Added);
    }

    /// <summary>Of a component beyond the edge only a tail is seen; its amplitude says nothing about what it is worth.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsHardlySeenGoes(bool isMasked)
    {
        Gaussian[] truth = [new(1, 55, 30, 3, 0, 2)];
        Gaussian[] start = [truth[0], new(0.5, isMasked ? 20 : -14, 50, 2, 0, 2)];
        StepCase step = Case(11, truth, start);
        Func<int, int, double> value = step.Value;
        TileStepResult result = (step with
        {
            Value = (x, y) => isMasked && Math.Abs(x - 20) < 9 ? double.NaN : value(x, y),
        }).Run();
        Assert.Equal([1L], result.Removed);
        Assert.Empty(result.Added);
    }

    /// <summary>Round ones stay round, whatever is split or merged.</summary>
    [Fact]
    public void RestrictionsAreObeyed()
    {
        Gaussian[] truth = [new(1, 30, 40, 2, 0, 2), new(0.8, 34, 42, 1.8, 0, 1.8), new(1, 55, 30, 3, 0, 3)];
        StepCase step = Case(12, truth, [new(1.2, 32, 41, 2.6, 0, 2.6), truth[2]]);
        step = step with { Restrictions = new ComponentRestrictions { Shape = new ShapeRule(ShapeKind.Round) } };
        TileStepResult result = step.Run();
        AssertFound(truth, result);
        Assert.All(
            result.Updated.Select(u => u.Component.Shape).Concat(result.Added.Select(a => a.Shape)),
            shape => Assert.True(shape.L21 == 0 && shape.L11 == shape.L22));
    }

    private static TileStepResult Refine(int seed, Gaussian[] truth, Gaussian[] start) => Case(seed, truth, start).Run();

    private static StepCase Case(int seed, Gaussian[] truth, Gaussian[] start)
    {
        var random = new Random(seed);
        double[] noise = [.. Enumerable.Range(0, (int)Window.Area).Select(_ => Sigma * Field.Normal(random))];
        return new StepCase(
            Window, (x, y) => StepCase.Sum(truth, x, y) + noise[(y - Window.Y) * Window.Width + x - Window.X])
        {
            Free = start,
            Selection = Refining(Criterion),
            Minimizer = new MinimizerOptions { MaxIterations = 30 },
        };
    }

    private static SelectionOptions Refining(SelectionCriterion criterion) =>
        new(0, 20, criterion, new DetectionOptions()) { Refines = true };

    private static void AssertFound(Gaussian[] truth, TileStepResult result)
    {
        Gaussian[] found = [.. result.Updated.Select(u => u.Component.Shape), .. result.Added.Select(a => a.Shape)];
        Assert.Equal(truth.Length, found.Length);
        Assert.All(truth, component => Assert.Contains(
            found, g => Math.Abs(g.X - component.X) + Math.Abs(g.Y - component.Y) < 0.4
                && Math.Abs(g.Amplitude / component.Amplitude - 1) < 0.15));
    }
}
