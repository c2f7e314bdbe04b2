using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Tests.TileSteps;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Restrictions;

public class RestrictedStepTests
{
    private static readonly PixelRectangle Window = new(0, 0, 80, 70);

    private static readonly MinimizerOptions ToTheEnd = new()
    {
        MaxIterations = 300,
        FunctionTolerance = 1e-15,
        GradientTolerance = 1e-11,
        StepTolerance = 1e-13,
    };

    [Fact]
    public void RoundComponentsAreRecovered()
    {
        var restrictions = new ComponentRestrictions { Shape = new ShapeRule(ShapeKind.Round) };
        Gaussian[] truth = [.. Truth(1, 12).Select(g => restrictions.Shape.Conform(g))];
        Gaussian[] start = [.. StepCase.Perturb(truth, new Random(2), 0.15).Select(g => restrictions.Shape.Conform(g))];
        Gaussian[] found = Fit(truth, start, restrictions);
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], found[k], 1e-6);
            Assert.Equal(0, found[k].L21);
            Assert.Equal(found[k].L11, found[k].L22);
        }
    }

    [Theory]
    [InlineData(StepKind.Manifold)]
    [InlineData(StepKind.Bounded)]
    public void WhatIsFixedKeepsItsBits(StepKind step)
    {
        Gaussian[] truth = Truth(3, 12), start = StepCase.Perturb(truth, new Random(4), 0.15);
        Gaussian[] shaped = [.. start.Zip(truth, (s, t) => t with { Amplitude = s.Amplitude, X = s.X, Y = s.Y })];
        Gaussian[] placed = [.. start.Zip(truth, (s, t) => s with { X = t.X, Y = t.Y })];
        Gaussian[] shapes = Fit(truth, shaped, new() { Shape = new ShapeRule(ShapeKind.Fixed), Step = step });
        Gaussian[] places = Fit(truth, placed, new() { FixesPositions = true, Step = step });
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], shapes[k], 1e-6);
            StepCase.AssertNear(truth[k], places[k], 1e-6);
            Assert.Equal((truth[k].L11, truth[k].L21, truth[k].L22), (shapes[k].L11, shapes[k].L21, shapes[k].L22));
            Assert.Equal((truth[k].X, truth[k].Y), (places[k].X, places[k].Y));
        }
    }

    /// <summary>
    /// Levenberg–Marquardt in other parameters comes to the same optimum. A pixel that enters a support moves E by 8e-6
    /// times its residual, 5e-9 of E in noise such as this.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void BoundedStepsReachTheOptimumOfFreeOnes(int seed)
    {
        Gaussian[] truth = Truth(seed, 12), start = StepCase.Perturb(truth, new Random(seed + 100), 0.15);
        StepCase step = Noisy(truth, seed, 1);
        Gaussian[] free = Shapes(step with { Free = start });
        TileStepResult bounded = (step with
        {
            Free = start,
            Restrictions = new() { Step = StepKind.Bounded },
        }).Run();
        double expected = step.Objective(free);
        double found = step.Objective(bounded.Updated.Select(updated => updated.Component.Shape));
        Assert.InRange(found / expected, 1 - 1e-8, 1 + 1e-8);
        Assert.All(
            bounded.Updated,
            updated => Assert.False(updated.Component.Flags.HasFlag(ComponentFlags.AtParameterBound)));
    }

    /// <summary>
    /// A dip cannot have an amplitude below zero, and a needle of one column no l11 below the floor: there E must not
    /// fall into the set, and elsewhere be stationary, by differences of the formula. From the bound the amplitude
    /// rises again when it pays.
    /// </summary>
    [Fact]
    public void ABoundedOptimumIsStationaryOrAtItsBound()
    {
        var bump = new Gaussian(1, 30, 30, 3, 0.5, 4);
        Gaussian[] start =
            [bump, new(0.3, 45, 40, 3, 0, 3), new(1, 60.3, 20, 1, 0, 3), bump with { X = 15, Amplitude = -0.0 }];
        StepCase step = new(Window, (x, y) => bump.ValueAt(x, y) + new Gaussian(0.5, 15, 30, 3, 0.5, 4).ValueAt(x, y)
            - new Gaussian(0.2, 45, 40, 3, 0, 3).ValueAt(x, y)
            + (x == 60 ? Math.Exp(-0.5 * (y - 20) * (y - 20) / 9.0) : 0) + 0.01 * ((x * 7 + y * 13) % 5 - 2));
        step = step with
        {
            Minimizer = ToTheEnd,
            Free = start,
            Restrictions = new() { Step = StepKind.Bounded },
        };
        TileStepResult result = step.Run();
        Gaussian[] found = [.. result.Updated.Select(updated => updated.Component.Shape)];
        Assert.Equal(0, found[1].Amplitude);
        Assert.Equal(0.25, found[2].L11, 1e-12);
        Assert.Equal(0.5, found[3].Amplitude, 0.01);
        Assert.Equal(
            [false, true, true, false],
            result.Updated.Select(updated => updated.Component.Flags.HasFlag(ComponentFlags.AtParameterBound)));

        for (int i = 0; i < found.Length; i++)
        {
            for (int k = 0; k < 6; k++)
            {
                const double h = 1e-4;
                double above = Along(i, k, h), below = Along(i, k, -h), here = Along(i, k, 0);
                double slope = (above - below) / (2 * h), curvature = (above + below - 2 * here) / (h * h);
                bool isHeld = (i, k) is (1, 0) or (2, 3), isUnseen = i == 1 && k > 0;
                double relative = isUnseen ? slope : slope / Math.Sqrt(curvature * here);
                Assert.True(isHeld ? relative > 6e-4 : Math.Abs(relative) < 4e-4, $"{i}, {k}: {relative}");
            }
        }

        double Along(int i, int k, double h)
        {
            Gaussian[] moved = [.. found];
            Gaussian g = found[i];
            moved[i] = k switch
            {
                0 => g with { Amplitude = g.Amplitude + h },
                1 => g with { X = g.X + h },
                2 => g with { Y = g.Y + h },
                3 => g with { L11 = g.L11 + h },
                4 => g with { L21 = g.L21 + h },
                _ => g with { L22 = g.L22 + h },
            };
            return Frozen(step, found, moved);
        }
    }

    /// <summary>What starts as a hill on a dip goes through zero, and one of amplitude 0 to either side.</summary>
    [Fact]
    public void ASignedAmplitudeStepsAcrossZero()
    {
        Gaussian[] truth =
        [
            new(1, 20, 30, 3, 0.5, 4), new(-0.4, 45, 40, 3, 0, 3), new(-0.6, 45, 15, 2, 0, 2.5),
            new(-1, 20, 8, 2, 0, 2),
        ];
        double[] starts = [0.8, 0.2, 0, -0.7];
        StepCase step = Noisy(truth, 4) with
        {
            Restrictions = new() { Step = StepKind.Bounded, Amplitude = AmplitudeKind.Signed },
            Free = [.. truth.Zip(starts, (g, a) => g with { Amplitude = a, X = g.X + 0.3 })],
        };
        TileStepResult result = step.Run();
        Component[] found = [.. result.Updated.Select(updated => updated.Component)];
        for (int k = 0; k < truth.Length; k++)
        {
            StepCase.AssertNear(truth[k], found[k].Shape, 0.05);
            Assert.Equal(ComponentFlags.None, found[k].Flags & ComponentFlags.AtParameterBound);
        }

        // On the manifold the sign stays.
        Gaussian[] kept = Shapes(step with { Restrictions = new() { Amplitude = AmplitudeKind.Signed } });
        Assert.Equal(starts.Select(Math.Sign), kept.Select(g => Math.Sign(g.Amplitude)));
        StepCase.AssertNear(truth[3], kept[3], 0.05);
    }

    /// <summary>A round component too narrow for its limit, and one too wide, lie on it; all else is stationary.</summary>
    [Theory]
    [InlineData(StepKind.Manifold)]
    [InlineData(StepKind.Bounded)]
    public void ARoundOptimumIsStationaryOrAtItsLimit(StepKind kind)
    {
        Gaussian[] truth = [new(1, 20, 30, 2, 0, 2), new(0.8, 50, 35, 4.5, 0, 4.5), new(1.2, 35, 20, 3, 0, 3)];
        StepCase step = Noisy(truth, 6) with
        {
            Restrictions = new()
            {
                Shape = new ShapeRule(ShapeKind.Round),
                SigmaMin = 2.5,
                SigmaMax = 4,
                Step = kind,
            },
            Free = [.. truth.Select(g => g with { L11 = 3.2, L22 = 3.2 })],
        };
        Gaussian[] found = Shapes(step);
        Assert.Equal([2.5, 4, 3], found.Select(g => Math.Round(g.L11, 1)));
        Assert.Equal(2.5, found[0].L11, 1e-14);
        Assert.Equal(4, found[1].L11, 1e-14);
        for (int i = 0; i < found.Length; i++)
        {
            const double h = 1e-4;
            Assert.True(i == 0 ? Slope(g => g with { L11 = g.L11 + h, L22 = g.L22 + h }) > 0.1
                : i == 1 ? Slope(g => g with { L11 = g.L11 + h, L22 = g.L22 + h }) < -0.1
                : Math.Abs(Slope(g => g with { L11 = g.L11 + h, L22 = g.L22 + h })) < 1e-2);
            Assert.Equal(0, Slope(g => g with { Amplitude = g.Amplitude + h }), 1e-2);
            Assert.Equal(0, Slope(g => g with { X = g.X + h }), 1e-2);
            Assert.Equal(0, Slope(g => g with { Y = g.Y + h }), 1e-2);

            double Slope(Func<Gaussian, Gaussian> move)
            {
                Gaussian[] moved = [.. found.Select((g, k) => k == i ? move(g) : g)];
                return (Frozen(step, found, moved) - Frozen(step, found, found)) / h;
            }
        }
    }

    /// <summary>
    /// One component whose best σ is beyond a limit: the constrained minimum by the simplex of Nelder and Mead, which
    /// knows no derivative, over (a, x, y, σ_major, σ_minor, θ) with each σ clamped.
    /// </summary>
    [Theory]
    [InlineData(3.0, null)]
    [InlineData(null, 3.5)]
    [InlineData(5.0, null)]
    [InlineData(3.2, 3.3)]
    public void ALimitedOptimumIsThatOfASimplex(double? min, double? max)
    {
        var truth = new Gaussian(1, 30, 30, 4, 0.8, 2.5);
        var limits = new ComponentRestrictions { SigmaMin = min, SigmaMax = max };
        Gaussian start = limits.Conform(new Gaussian(0.8, 30.5, 29.5, 3.4, 0.3, 3.1));
        StepCase step = Noisy([truth], 3) with { Bounds = new PixelRectangle(0, 0, 60, 60), Restrictions = limits };
        TileStepResult result = (step with { Free = [start] }).Run();
        Component found = result.Updated[0].Component;
        Assert.True(limits.Holds(found.Shape));
        Assert.True(found.Flags.HasFlag(ComponentFlags.AtParameterBound));

        double best = double.PositiveInfinity;
        for (int restart = 0; restart < 3; restart++)
        {
            MinimizationResult simplex = new NelderMeadSimplex(1e-12, 20000).FindMinimum(
                ObjectiveFunction.Value(p => step.Objective([At(p)])),
                Vector<double>.Build.Dense(
                    [1, 30, 30, truth.SigmaMajor + 0.1 * restart, truth.SigmaMinor, truth.Theta]));
            best = Math.Min(best, simplex.FunctionInfoAtMinimum.Value);
        }

        Assert.InRange(step.Objective([found.Shape]) / best, 1 - 1e-6, 1 + 1e-6);

        Gaussian At(Vector<double> p) => limits.Clamp(
            new ShapeRule(ShapeKind.Common, Math.Abs(p[3]) + 1e-3, Math.Abs(p[4]) + 1e-3, p[5]).Conform(
                new Gaussian(p[0], p[1], p[2], 1, 0, 1)));
    }

    /// <summary>
    /// E does not fall along any step into the set, and does not change along those that leave the limits alone: by
    /// differences along the axes of Σ.
    /// </summary>
    [Fact]
    public void ALimitedOptimumHasNoWayDown()
    {
        Gaussian[] truth = Truth(8, 10), start = StepCase.Perturb(truth, new Random(9), 0.1);
        var limits = new ComponentRestrictions { SigmaMin = 2.4, SigmaMax = 3.6 };
        StepCase step = Noisy(truth, 8) with { Restrictions = limits };
        step = step with { Free = [.. start.Select(g => limits.Conform(g))] };
        Component[] found = [.. step.Run().Updated.Select(updated => updated.Component)];
        double norm = Math.Sqrt(step.Objective(found.Select(c => c.Shape)));
        int atLimit = 0;
        for (int i = 0; i < found.Length; i++)
        {
            Gaussian g = found[i].Shape;
            Assert.True(limits.Holds(g));
            Assert.Equal(
                limits.IsAtLimit(g.SigmaMajor) || limits.IsAtLimit(g.SigmaMinor),
                found[i].Flags.HasFlag(ComponentFlags.AtParameterBound));
            double scale = norm * g.Amplitude * Math.Sqrt(g.SqrtDeterminant);
            double major = Slope(i, h => new ShapeRule(ShapeKind.Common, g.SigmaMajor + h, g.SigmaMinor, g.Theta));
            double minor = Slope(i, h => new ShapeRule(ShapeKind.Common, g.SigmaMajor, g.SigmaMinor + h, g.Theta));
            double turn = Slope(i, h => new ShapeRule(ShapeKind.Common, g.SigmaMajor, g.SigmaMinor, g.Theta + h));
            atLimit += Check(g.SigmaMajor, major, scale) + Check(g.SigmaMinor, minor, scale);
            Assert.InRange(turn, -1e-4 * scale, 1e-4 * scale);
        }

        Assert.InRange(atLimit, 4, 16);

        int Check(double sigma, double slope, double scale)
        {
            bool low = sigma <= 2.4 + 1e-6, high = sigma >= 3.6 - 1e-6;
            Assert.True((low || slope < 1e-4 * scale) && (high || slope > -1e-4 * scale), $"{sigma}: {slope}");
            return low || high ? 1 : 0;
        }

        double Slope(int i, Func<double, ShapeRule> shape)
        {
            const double h = 1e-4;
            return (At(h) - At(-h)) / (2 * h);

            double At(double h) => Frozen(
                step, [.. found.Select(c => c.Shape)],
                [.. found.Select((c, k) => k == i ? shape(h).Conform(c.Shape) : c.Shape)]);
        }
    }

    private static Gaussian[] Truth(int seed, int count)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + (high - low) * random.NextDouble();
        return [.. Enumerable.Range(0, count).Select(k => new Gaussian(
            Between(0.5, 1.5), 12 + 17 * (k % 4) + Between(-3, 3), 12 + 20 * (k / 4) + Between(-3, 3), Between(2, 4),
            Between(-0.8, 0.8), Between(2, 4)))];
    }

    private static StepCase Noisy(Gaussian[] truth, int seed, double width = 0.02)
    {
        var random = new Random(seed + 1000);
        double[] noise = [.. Enumerable.Range(0, 80 * 70).Select(_ => width * (random.NextDouble() - 0.5))];
        return new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y) + noise[y * 80 + x]) { Minimizer = ToTheEnd };
    }

    // E with each support as it was before the move.
    private static double Frozen(StepCase step, Gaussian[] before, Gaussian[] moved)
    {
        double sum = 0;
        for (int i = 0; i < Window.Area; i++)
        {
            int x = i % Window.Width, y = i / Window.Width;
            double r = step.Value(x, y);
            for (int k = 0; k < moved.Length; k++)
            {
                r -= before[k].MahalanobisSquared(x, y) <= Support.RadiusSquared
                    ? moved[k].Amplitude * Math.Exp(-0.5 * moved[k].MahalanobisSquared(x, y))
                    : 0;
            }

            sum += r * r;
        }

        return sum;
    }

    private static Gaussian[] Fit(Gaussian[] truth, Gaussian[] start, ComponentRestrictions restrictions) =>
        Shapes(new StepCase(Window, (x, y) => StepCase.Sum(truth, x, y))
        {
            Free = start,
            Minimizer = ToTheEnd,
            Restrictions = restrictions,
        });

    private static Gaussian[] Shapes(StepCase step) =>
        [.. step.Run().Updated.Select(updated => updated.Component.Shape)];
}
