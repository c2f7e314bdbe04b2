using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.Tests.Kernels;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class TileStepTests
{
    private static readonly PixelRectangle Window = new(20, -10, 90, 80);

    private static readonly MinimizerOptions ToTheEnd = new()
    {
        MaxIterations = 200,
        FunctionTolerance = 1e-14,
        GradientTolerance = 1e-13,
        StepTolerance = 1e-13,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PlantedComponentsAreRecovered(int seed)
    {
        (Gaussian[] truth, StepCase step) = Planted(seed, 14);
        TileStepResult result = step.Run();
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-6);
        }
    }

    [Fact]
    public void TheChangeOfTheObjectiveIsThatOfTheFormula()
    {
        (_, StepCase step) = Planted(4, 10);
        step = step with { Minimizer = new MinimizerOptions { MaxIterations = 2 } };
        TileStepResult result = step.Run();
        double before = step.Objective(step.Free), after = step.Objective(Shapes(result));
        Assert.Equal(after - before, result.Statistics.ObjectiveChange, 1e-11 * before);
        Assert.True(result.Statistics.MinimizerChange < 0);
        Assert.Equal(0, result.Statistics.SelectionChange);
        Assert.Equal(after, result.Statistics.CoreSse, 1e-11 * before);
        Assert.Equal(2, result.Statistics.Iterations);
        Assert.Equal(TerminationType.IterationLimit, result.Statistics.Termination);
        Assert.Equal(Window.Area, result.Statistics.Pixels);
    }

    /// <summary>A constant is best fitted by an infinite σ.</summary>
    [Fact]
    public void NothingWidensBeyondAHundredWindows()
    {
        var step = new StepCase(Window, (_, _) => 7)
        {
            Free = [new Gaussian(5, 60, 20, 50, 3, 40)],
            Minimizer = new MinimizerOptions
            {
                MaxIterations = 200,
                FunctionTolerance = 0,
                GradientTolerance = 0,
                StepTolerance = 0,
            },
        };
        Component wide = step.Run().Updated[0].Component;
        Assert.InRange(wide.Shape.SigmaMajor, 10 * 90, 100 * 90);
        Assert.InRange(step.Objective([wide.Shape]), 0, 1e-3);
    }

    [Fact]
    public void FrozenComponentsAreSubtractedAndStay()
    {
        (Gaussian[] truth, StepCase step) = Planted(5, 12);
        step = step with { Free = [.. step.Free.Take(5)], Frozen = [.. truth.Skip(5)] };
        TileStepResult result = step.Run();
        Assert.Equal([0L, 1, 2, 3, 4], result.Updated.Select(updated => updated.Component.Id));
        for (int k = 0; k < 5; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-6);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatHasNothingToGainIsHeldOnceProgressIsSlow(bool slow)
    {
        // One of a close pair is off; the others are at their optimum, out of its reach.
        Gaussian[] truth =
        [
            new(2, 40, 10, 2, 0.3, 2.5), new(1, 44, 13, 2.5, 0, 2), new(3, 80, 10, 2, 0, 2), new(2, 40, 50, 3, 1, 2),
            new(1, 90, 55, 2, -0.5, 2),
        ];
        var step = new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y) + 0.01 * ((x * 7 + y * 13) % 5 - 2))
        {
            Free = truth,
            Minimizer = ToTheEnd,
            State = MinimizerState.Initial with { SumAffectedPairs = true },
        };
        Gaussian[] optimum = [.. Shapes(step.Run())];
        step = step with
        {
            Free = [optimum[0] with { X = optimum[0].X + 0.3 }, .. optimum.Skip(1)],
            Minimizer = new MinimizerOptions { MaxIterations = 2 },
            State = MinimizerState.Initial with { SumAffectedPairs = slow },
            HoldsResting = true,
        };
        TileStepResult result = step.Run();
        Gaussian[] moved = [.. Shapes(result)];
        double before = step.Objective(step.Free), after = step.Objective(moved);
        Assert.Equal(after - before, result.Statistics.ObjectiveChange, 1e-11 * before);
        Assert.NotEqual(step.Free[0], moved[0]);
        Assert.NotEqual(step.Free[1], moved[1]);
        Assert.Equal(slow, step.Free.Skip(2).SequenceEqual(moved.Skip(2)));
        Assert.Equal(slow, result.Statistics.Iterations > 2);
        if (slow)
        {
            StepCase.AssertNear(optimum[0], moved[0], 1e-3);
            StepCase.AssertNear(optimum[1], moved[1], 1e-3);
        }
    }

    [Fact]
    public void APlaneIsSubtracted()
    {
        var background = new Background(BackgroundKind.Plane, 3, 0.5, -0.25, 60, 20);
        (Gaussian[] truth, StepCase step) = Planted(6, 6);
        Func<int, int, double> value = step.Value;
        step = step with
        {
            Background = background,
            Value = (x, y) => value(x, y) + 3 + 0.5 * (x - 60) - 0.25 * (y - 20),
        };
        TileStepResult result = step.Run();
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-6);
        }
    }

    /// <summary>What the background is solved from: Σ r·(1, ξ, υ) after the step less before it.</summary>
    [Fact]
    public void TheResidualSumsAreThoseOfTheFormula()
    {
        var background = new Background(BackgroundKind.Plane, 0.1, 0.001, 0, 60, 20);
        (_, StepCase step) = Planted(7, 8);
        step = step with { Background = background, Minimizer = new MinimizerOptions { MaxIterations = 3 } };
        TileStepResult result = step.Run();
        double one = 0, x1 = 0, y1 = 0;
        for (int y = Window.Y; y < Window.Bottom; y++)
        {
            for (int x = Window.X; x < Window.Right; x++)
            {
                double change = StepCase.Sum(step.Free, x, y) - StepCase.Sum(Shapes(result), x, y);
                one += change;
                x1 += change * (x - 60);
                y1 += change * (y - 20);
            }
        }

        Assert.Equal(one, result.Statistics.ResidualChange.One, 1e-9);
        Assert.Equal(x1, result.Statistics.ResidualChange.X, 1e-7);
        Assert.Equal(y1, result.Statistics.ResidualChange.Y, 1e-7);
    }

    /// <summary>The fit on a raster with holes equals the fit that never had these pixels.</summary>
    [Fact]
    public void PixelsWithoutDataHaveNoInfluence()
    {
        (Gaussian[] truth, StepCase step) = Planted(8, 12);
        Func<int, int, double> value = step.Value;
        StepCase holed = step with { Value = (x, y) => IsHole(x, y) ? double.NaN : value(x, y) };
        TileStepResult result = holed.Run();
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-6);
        }

        // A workspace full of another fit's pixels, and NaN of another payload, leave no trace.
        var used = new TileWorkspace();
        (step with { Value = (x, y) => x % 3 == 0 ? double.NaN : 1e6 * x }).Run(used);
        double other = BitConverter.Int64BitsToDouble(0x7ff8_0000_dead_beef);
        TileStepResult again = (step with { Value = (x, y) => IsHole(x, y) ? other : value(x, y) }).Run(used);
        Assert.Equal(result.Updated, again.Updated);
        Assert.Equal(result.Statistics, again.Statistics);

        static bool IsHole(int x, int y) => x is > 50 and < 62 && y is > 10 and < 25 || (x * 31 + y * 17) % 19 == 0;
    }

    [Fact]
    public void ComponentsCutAtTheEdgeAreRecovered()
    {
        Gaussian[] truth =
        [
            new(1, 20, 20, 4, 1, 3), new(0.8, 108, -9, 5, -1, 4), new(1.2, 60, 70.5, 3, 0.5, 3),
            new(0.9, 18, 45, 4, 0, 4),
        ];
        var step = new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y))
        {
            Free = StepCase.Perturb(truth, new Random(1), 0.15),
            Minimizer = ToTheEnd,
        };
        TileStepResult result = step.Run();
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-5);
            Assert.Equal(ComponentFlags.ClippedByEdge, result.Updated[k].Component.Flags);
        }
    }

    /// <summary>A lone component far too narrow grows to its size, whatever the first step asks for.</summary>
    [Theory]
    [InlineData(0.4)]
    [InlineData(2.0)]
    public void AStartOfTheWrongSizeIsRecovered(double factor)
    {
        var truth = new Gaussian(2, 64, 31, 6, 1, 5);
        var start = new Gaussian(2, 65, 30, factor * 6, 0, factor * 5);
        var step = new StepCase(Window, (x, y) => truth.ValueAt(x, y)) { Free = [start], Minimizer = ToTheEnd };
        StepCase.AssertNear(truth, step.Run().Updated[0].Component.Shape, 1e-6);
    }

    [Fact]
    public void AComponentOnNoValidPixelStaysAndTheOthersAreFitted()
    {
        (Gaussian[] truth, StepCase step) = Planted(9, 6);
        Func<int, int, double> value = step.Value;
        var lost = new Gaussian(1, 28, -2, 1, 0, 1);
        Gaussian outside = new(1, 300, 30, 4, 0, 4), none = new(0, 70, 30, 3, 0, 3);
        step = step with
        {
            Value = (x, y) => x < 36 && y < 6 ? double.NaN : value(x, y),
            Free = [.. step.Free, lost, outside, none],
        };
        TileStepResult result = step.Run();
        for (int k = 0; k < 6; k++)
        {
            StepCase.AssertNear(truth[k], result.Updated[k].Component.Shape, 1e-5);
        }

        Assert.Equal([lost, outside, none], result.Updated.Skip(6).Select(updated => updated.Component.Shape));
        Assert.Equal(ComponentFlags.TouchesNoData, result.Updated[6].Component.Flags);
        Assert.Equal(ComponentFlags.ClippedByEdge, result.Updated[7].Component.Flags);
        Assert.Equal(ComponentFlags.None, result.Updated[8].Component.Flags);
    }

    [Fact]
    public void SupportsStayInsideTheirLimitsAndTheFlagSaysSo()
    {
        var truth = new Gaussian(1, 64, 31, 5, 0, 5);
        var limits = new ReachBox(64 - 20.0, 31 - 20.0, 64 + 20.0, 31 + 20.0);
        var step = new StepCase(Window, (x, y) => truth.ValueAt(x, y))
        {
            Free = [new(1, 64, 31, 3, 0, 3)],
            Limits = limits,
            Minimizer = ToTheEnd,
        };
        Component found = step.Run().Updated[0].Component;
        Assert.True(limits.Holds(found.Shape));
        Assert.True(found.Flags.HasFlag(ComponentFlags.AtBound));

        // It gets near to the limit, a half width of 20, rather than staying where it began.
        Assert.InRange(found.Shape.HalfWidth, 18, 20);
    }

    /// <summary>At the optimum to the last bits no trial lowers E, whatever λ.</summary>
    [Fact]
    public void WhereNothingMovesTheNextStepsDampingIsFresh()
    {
        (_, StepCase step) = Planted(12, 3);
        TileStepResult result = step.Run();
        step = step with
        {
            Free = [.. Shapes(result)],
            State = result.State with { Damping = new DampingState(1e10, 1024) },
            Minimizer = ToTheEnd with { GradientTolerance = 0 },
        };
        TileStepResult again = step.Run();
        Assert.Equal(TerminationType.NoDecrease, again.Statistics.Termination);
        Assert.Equal(DampingState.Initial, again.State.Damping);
    }

    [Fact]
    public void ASelectionThatChangesNothingLeavesTheStepAsItIs()
    {
        (_, StepCase step) = Planted(10, 10);
        step = step with { Minimizer = new MinimizerOptions { MaxIterations = 3 } };
        TileStepResult plain = step.Run();
        TileStepResult selected = (step with { Selection = Removing(0) }).Run();
        Assert.Equal(plain.Updated, selected.Updated);
        Assert.Equal(plain.Statistics, selected.Statistics);
    }

    [Fact]
    public void AStepStartsFromWhatTheSelectionLeaves()
    {
        (_, StepCase step) = Planted(11, 10);
        TileStepResult result = (step with
        {
            Selection = Removing(3),
            Minimizer = new MinimizerOptions { MaxIterations = 2 },
        }).Run();
        Assert.Equal(3, result.Removed.Count);
        double before = step.Objective(step.Free), after = step.Objective(Shapes(result));
        double selected = step.Objective(step.Free.Where((_, k) => !result.Removed.Contains(k)));
        Assert.Equal(selected - before, result.Statistics.SelectionChange, 1e-11 * selected);
        Assert.Equal(after - selected, result.Statistics.MinimizerChange, 1e-11 * selected);
    }

    /// <summary>One of the two given spoils the sum: the limit of one is for what comes besides its successor.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void WhatGoesUnaskedMakesRoom(int asked, int come)
    {
        Gaussian[] truth = [new(5, 45, 20, 4, 0.5, 5), new(4, 85, 45, 5, -1, 4), new(6, 40, 50, 4, 1, 3)];
        var step = new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y))
        {
            Free = [truth[0], new Gaussian(9, 70, 15, 4, 0, 4)],
            Selection = Removing(asked) with { AddLimit = 1 },
        };
        TileStepResult result = step.Run();
        Assert.Single(result.Removed);
        Assert.Equal(come, result.Added.Count);
    }

    [Fact]
    public void NothingFreeChangesNothing()
    {
        var step = new StepCase(Window, (x, y) => x + y);
        TileStepResult result = step.Run();
        Assert.Empty(result.Updated);
        Assert.Equal(0, result.Statistics.ObjectiveChange);
        Assert.Equal(0, result.Statistics.Iterations);
    }

    private static (Gaussian[] Truth, StepCase Step) Planted(int seed, int count)
    {
        var random = new Random(seed);
        Gaussian[] truth =
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                Gaussian g = RandomGaussians.Next(random, 66, 56, 2, 4);
                return g with { X = g.X + 32, Y = g.Y + 2 };
            }),
        ];
        return (truth, new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y))
        {
            Free = StepCase.Perturb(truth, random, 0.1),
            Minimizer = ToTheEnd,
        });
    }

    private static SelectionOptions Removing(int count) =>
        new(count, 0, SelectionCriterion.Free, new DetectionOptions());

    private static IEnumerable<Gaussian> Shapes(TileStepResult result) =>
        result.Updated.Select(updated => updated.Component.Shape);
}
