using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class MixtureProblemTests
{
    private const int N = Gaussian.ParameterCount;

    /// <summary>
    /// g = ½∇E against central differences of fourth order of E with the supports frozen, on a window with an edge, a
    /// hole, a frozen component, a plane, weights, and amplitudes of both signs.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TheGradientIsThatOfTheObjectiveWithTheSupportFrozen(bool weighted, bool mixed)
    {
        var random = new Random(3);
        var background = new Background(BackgroundKind.Plane, 0.2, 0.01, -0.02, 20, 15);
        var frozen = new Gaussian(0.7, 12, 20, 4, -1, 3);
        Gaussian[] components =
        [
            new(1, 10, 12, 3, 1, 2), new(0.8, 14, 15, 2, -1, 4), new(1.3, 38.5, 3, 5, 2, 2.5),
            new(0.5, 25, 28, 1, 0, 1),
        ];
        components = [.. components.Select((g, k) => mixed && k % 2 == 1 ? g with { Amplitude = -g.Amplitude } : g)];
        var step = new StepCase(new PixelRectangle(0, 0, 40, 32), (x, y) =>
            x is > 20 and < 24 && y > 20 ? double.NaN : random.NextDouble());
        double[] pixels = step.Pixels;
        double[] weights = [.. pixels.Select((_, i) => weighted ? 0.2 + i % 7 * (i % 5) : 1)];
        var window = new PixelWindow(
            new TileWorkspace(), step.Bounds, pixels, background, [new Component(9, frozen)], weighted ? weights : []);
        MixtureProblem problem = StartAt(window, components);
        var gradient = new double[problem.ParameterCount];
        problem.Linearize(gradient);

        Assert.Equal(FrozenSupportObjective(components), problem.Objective, 1e-11 * (weighted ? 20 : 1));
        double largest = gradient.Max(Math.Abs);
        const double h = 1e-4;
        for (int k = 0; k < gradient.Length; k++)
        {
            double difference = (8 * (Moved(k, h) - Moved(k, -h)) - (Moved(k, 2 * h) - Moved(k, -2 * h))) / (12 * h);
            Assert.Equal(0.5 * difference, gradient[k], 1e-7 * largest);
        }

        double Moved(int k, double size)
        {
            var delta = new double[N];
            delta[k % N] = size;
            Gaussian[] moved = [.. components];
            moved[k / N] = MixtureProblem.Move(components[k / N], delta);
            return FrozenSupportObjective(moved);
        }

        double FrozenSupportObjective(Gaussian[] moved)
        {
            double sum = 0;
            for (int i = 0; i < pixels.Length; i++)
            {
                int x = i % 40, y = i / 40;
                double r = pixels[i] - background.ValueAt(x, y) - frozen.ValueAt(x, y);
                for (int k = 0; k < moved.Length; k++)
                {
                    r -= components[k].MahalanobisSquared(x, y) <= Support.RadiusSquared
                        ? moved[k].Amplitude * Math.Exp(-0.5 * moved[k].MahalanobisSquared(x, y))
                        : 0;
                }

                sum += double.IsNaN(r) ? 0 : weights[i] * r * r;
            }

            return sum;
        }
    }

    /// <summary>The step's formulas by matrices: c + L·d and L·[[e^e11, 0], [e21, e^e22]].</summary>
    [Fact]
    public void AStepActsInTheWhitenedFrame()
    {
        var g = new Gaussian(2, 10, 20, 3, -1, 4);
        Gaussian moved = MixtureProblem.Move(g, [0.1, 0.5, -0.25, 0.2, 0.3, -0.4]);
        Assert.Equal(2 * Math.Exp(0.1), moved.Amplitude, 1e-14);
        Assert.Equal(10 + 3 * 0.5, moved.X, 1e-14);
        Assert.Equal(20 - 1 * 0.5 + 4 * -0.25, moved.Y, 1e-14);
        Assert.Equal(3 * Math.Exp(0.2), moved.L11, 1e-14);
        Assert.Equal(-1 * Math.Exp(0.2) + 4 * 0.3, moved.L21, 1e-14);
        Assert.Equal(4 * Math.Exp(-0.4), moved.L22, 1e-14);
    }

    [Fact]
    public void ATrialLeavesTheCurrentPointUntilItIsAccepted()
    {
        Gaussian[] start = [new(1, 15, 15, 3, 0, 3)];
        var step = new StepCase(new PixelRectangle(0, 0, 30, 30), (x, y) => start[0].ValueAt(x, y));
        var window = new PixelWindow(new TileWorkspace(), step.Bounds, step.Pixels, Background.None, []);
        MixtureProblem problem = StartAt(window, start);
        Assert.Equal(0, problem.Objective, 1e-20);
        double trial = problem.EvaluateTrial([0.1, 0, 0, 0, 0, 0], out bool shortened);
        Assert.False(shortened);
        Assert.Equal(start[0], problem.Components[0]);
        Assert.Equal(0, problem.Objective, 1e-20);
        Assert.Equal(step.Objective([MixtureProblem.Move(start[0], [0.1, 0, 0, 0, 0, 0])]), trial, 1e-12);
        problem.AcceptTrial();
        Assert.Equal(trial, problem.Objective);
        Assert.Equal(Math.Exp(0.1), problem.Components[0].Amplitude, 1e-15);
    }

    [Fact]
    public void LongStepsAreShortenedInProportion()
    {
        Gaussian[] start = [new(1, 15, 15, 3, 0, 3)];
        var step = new StepCase(new PixelRectangle(0, 0, 30, 30), (_, _) => 0);
        var window = new PixelWindow(new TileWorkspace(), step.Bounds, step.Pixels, Background.None, []);
        MixtureProblem problem = StartAt(window, start);
        double[] delta = [0, 6, -3, 0, 0, 0];
        problem.EvaluateTrial(delta, out bool shortened);
        Assert.True(shortened);
        Assert.Equal(0.5, delta[2] / -delta[1], 1e-15);
        Assert.InRange(delta[1], 1e-3, 5.999);
    }

    private static MixtureProblem StartAt(PixelWindow window, Gaussian[] components) => new(
        window, [.. components], window.Evaluate(components), [.. components.Select(_ => ReachBox.Unbounded)],
        CancellationToken.None);
}
