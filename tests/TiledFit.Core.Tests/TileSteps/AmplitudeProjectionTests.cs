using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class AmplitudeProjectionTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 40, 32);

    private static readonly Gaussian[] Truth =
    [
        new(1, 10, 12, 3, 1, 2), new(0.8, 14, 15, 2, -1, 4), new(1.3, 38.5, 3, 5, 2, 2.5), new(0.6, 17, 11, 3, 0, 3),
    ];

    /// <summary>
    /// After a trial Σ w·r·g_i = 0 for every component, whatever the step: blends, one that the edge cuts, a hole.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AmplitudesOfATrialSolveTheNormalEquations(bool weighted)
    {
        var random = new Random(5);
        StepCase step = Noisy(random);
        double[] pixels = step.Pixels;
        double[] weights = [.. pixels.Select((_, i) => weighted ? 0.2 + i % 7 * (i % 5) : 1)];
        MixtureProblem problem = StartAt(step, StepCase.Perturb(Truth, random, 0.2), weights);
        problem.Linearize(new double[problem.ParameterCount]);
        double[] move = [.. Enumerable.Range(0, problem.ParameterCount).Select(_ => 0.1 * random.NextDouble())];
        double objective = problem.EvaluateTrial(move, out _);
        problem.AcceptTrial();

        double[] residual = Residual(pixels, problem.Components);
        Assert.Equal(residual.Select((r, i) => weights[i] * r * r).Sum(), objective, 1e-9 * objective);
        foreach (Gaussian g in problem.Components)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < residual.Length; i++)
            {
                double value = g.ValueAt(i % Bounds.Width, i / Bounds.Width) / g.Amplitude;
                sum += double.IsNaN(pixels[i]) ? 0 : weights[i] * residual[i] * value;
                squares += double.IsNaN(pixels[i]) ? 0 : weights[i] * value * value;
            }

            // Without the projection it is 0.1 and more.
            Assert.Equal(0, sum / Math.Sqrt(squares * objective), 1e-4);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnAmplitudeThatWouldBeNegativeIsLeftToTheStepUnlessItMay(bool allowsNegative)
    {
        Gaussian hill = new(1, 15, 15, 3, 0, 3), beside = new(0.5, 28, 15, 2, 0, 2);
        var step = new StepCase(Bounds, (x, y) => hill.ValueAt(x, y) - beside.ValueAt(x, y));
        MixtureProblem problem = StartAt(step, [hill with { Amplitude = 0.7 }, beside], [], allowsNegative);
        problem.Linearize(new double[problem.ParameterCount]);
        var move = new double[problem.ParameterCount];
        move[6] = -0.5;
        problem.EvaluateTrial(move, out _);
        problem.AcceptTrial();
        Assert.Equal(1, problem.Components[0].Amplitude, 1e-3);
        double left = 0.5 * Math.Exp(-0.5);
        Assert.Equal(allowsNegative ? -0.5 : left, problem.Components[1].Amplitude, allowsNegative ? 1e-3 : 1e-15);
    }

    [Fact]
    public void TheObjectiveNeverRisesAndEndsAtTheSameOptimum()
    {
        var random = new Random(11);
        StepCase step = Noisy(random) with { Free = StepCase.Perturb(Truth, random, 0.3) };
        TileStepResult plain = step.Run(), projected = (step with { ProjectsAmplitudes = true }).Run();
        double optimum = step.Objective(plain.Updated.Select(update => update.Component.Shape));
        Gaussian[] found = [.. projected.Updated.Select(update => update.Component.Shape)];
        Assert.Equal(optimum, step.Objective(found), 1e-5 * optimum);

        double before = step.Objective(step.Free);
        for (int iterations = 1; iterations <= projected.Statistics.Iterations; iterations++)
        {
            TileStepResult some = (step with
            {
                ProjectsAmplitudes = true,
                Minimizer = step.Minimizer with { MaxIterations = iterations },
            }).Run();
            double after = step.Objective(some.Updated.Select(update => update.Component.Shape));
            Assert.True(after <= before);
            before = after;
        }
    }

    private static StepCase Noisy(Random random)
    {
        double[] noise = [.. Enumerable.Range(0, (int)Bounds.Area).Select(_ => 0.02 * (random.NextDouble() - 0.5))];
        return new StepCase(Bounds, (x, y) => x is > 20 and < 24 && y > 20
            ? double.NaN
            : StepCase.Sum(Truth, x, y) + noise[y * Bounds.Width + x]);
    }

    private static MixtureProblem StartAt(
        StepCase step, Gaussian[] components, double[] weights, bool allowsNegative = false)
    {
        var window = new PixelWindow(new TileWorkspace(), step.Bounds, step.Pixels, Background.None, [], weights);
        return new MixtureProblem(
            window, components, window.Evaluate(components), [.. components.Select(_ => ReachBox.Unbounded)],
            CancellationToken.None)
        {
            Projection = new AmplitudeProjection(allowsNegative),
        };
    }

    private static double[] Residual(double[] pixels, ReadOnlySpan<Gaussian> components)
    {
        Gaussian[] all = [.. components];
        return
        [
            .. pixels.Select((z, i) => double.IsNaN(z)
                ? 0
                : z - StepCase.Sum(all, i % Bounds.Width, i / Bounds.Width)),
        ];
    }
}
