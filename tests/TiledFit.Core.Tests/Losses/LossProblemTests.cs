using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Tests.TileSteps;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Losses;

public class LossProblemTests
{
    private const int N = Gaussian.ParameterCount;

    private static readonly PixelRectangle Bounds = new(0, 0, 40, 32);

    private static readonly Background Plane = new(BackgroundKind.Plane, 3, 0.01, -0.02, 20, 15);

    private static readonly Gaussian Frozen = new(7, 12, 20, 4, -1, 3);

    private static readonly Gaussian[] Components =
    [
        new(10, 10, 12, 3, 1, 2), new(8, 14, 15, 2, -1, 4), new(13, 38.5, 3, 5, 2, 2.5), new(5, 25, 28, 1.3, 0, 1.3),
    ];

    /// <summary>g = ½∇E_ρ against central differences with the supports frozen.</summary>
    [Theory]
    [InlineData(LossKind.Huber, 1.3)]
    [InlineData(LossKind.Cauchy, 2)]
    [InlineData(LossKind.Poisson, 0)]
    public void TheGradientIsThatOfTheObjective(LossKind kind, double threshold)
    {
        double[] pixels = Counts(1);
        var loss = new Loss(kind, threshold);
        MixtureProblem problem = StartAt(WindowOf(pixels, loss), Components);
        var gradient = new double[problem.ParameterCount];
        problem.Linearize(gradient);
        Assert.Equal(Objective(pixels, loss, Components), problem.Objective, 1e-11 * problem.Objective);
        double largest = gradient.Max(Math.Abs);
        const double h = 1e-4;
        for (int k = 0; k < gradient.Length; k++)
        {
            double difference = (8 * (Moved(k, h) - Moved(k, -h)) - (Moved(k, 2 * h) - Moved(k, -2 * h))) / (12 * h);
            // Where a residual crosses Huber's threshold, ρ'' jumps.
            Assert.Equal(0.5 * difference, gradient[k], (kind == LossKind.Huber ? 1e-4 : 1e-7) * largest);
        }

        double Moved(int k, double size)
        {
            var delta = new double[N];
            delta[k % N] = size;
            Gaussian[] moved = [.. Components];
            moved[k / N] = MixtureProblem.Move(Components[k / N], delta);
            return Objective(pixels, loss, moved);
        }
    }

    /// <summary>H = Σ ω·∂f·∂fᵀ with ω = ψ/r or 1/f, against the sum over pixels, after a step was accepted.</summary>
    [Theory]
    [InlineData(LossKind.Huber, 1.3)]
    [InlineData(LossKind.Cauchy, 2)]
    [InlineData(LossKind.Poisson, 0)]
    public void TheNormalMatrixWeighsByTheModelAsItIs(LossKind kind, double threshold)
    {
        double[] pixels = Counts(2);
        var loss = new Loss(kind, threshold);
        MixtureProblem problem = StartAt(WindowOf(pixels, loss), Components);
        problem.SumAffectedPairs = true;
        double[] step = [.. Enumerable.Range(0, problem.ParameterCount).Select(k => 0.05 * Math.Sin(k))];
        problem.EvaluateTrial(step, out _);
        problem.AcceptTrial();
        Gaussian[] moved = problem.Components.ToArray();
        BlockSymmetricMatrix matrix = problem.Linearize(new double[problem.ParameterCount]);
        for (int i = 0; i < moved.Length; i++)
        {
            var expected = new double[N * N];
            for (int k = 0; k < pixels.Length; k++)
            {
                int x = k % Bounds.Width, y = k / Bounds.Width;
                double f = Plane.ValueAt(x, y) + Frozen.ValueAt(x, y) + moved.Sum(g => g.ValueAt(x, y));
                double weight = double.IsNaN(pixels[k]) ? 0 : At(loss, pixels[k], f).Weight;
                double[] phi = Phi(moved[i], x, y);
                for (int e = 0; e < N * N; e++)
                {
                    expected[e] += weight * Math.Pow(moved[i].ValueAt(x, y), 2) * phi[e / N] * phi[e % N];
                }
            }

            for (int e = 0; e < N * N; e++)
            {
                Assert.Equal(expected[e], matrix.Diagonal[i * N * N + e], 1e-9 * expected.Max());
            }
        }
    }

    /// <summary>A step lowers E by what it says, counted anew; and the same step again gives the same bits.</summary>
    [Theory]
    [InlineData(LossKind.Huber, 1.3)]
    [InlineData(LossKind.Cauchy, 2)]
    [InlineData(LossKind.Poisson, 0)]
    public void AStepTellsTheChangeOfTheObjective(LossKind kind, double threshold)
    {
        double[] pixels = Counts(3);
        var loss = new Loss(kind, threshold);
        Gaussian[] start = StepCase.Perturb(Components, new Random(4), 0.2);
        TileStepResult result = Step(pixels, loss, start);
        Gaussian[] found = [.. result.Updated.Select(update => update.Component.Shape)];
        double before = Objective(pixels, loss, start, cut: false), after = Objective(pixels, loss, found, cut: false);
        Assert.InRange(after, 0, 0.98 * before);
        Assert.Equal(after - before, result.Statistics.ObjectiveChange, 1e-11 * before);
        Assert.Equal(result.Updated, Step(pixels, loss, start).Updated);

        Component[] owned = [.. result.Updated.Select(update => update.Component)];
        TileCount count = TileRecount.Run(
            Bounds, Bounds, pixels, Plane, owned, [new Component(9, Frozen)], new TileWorkspace(), loss: loss);
        Assert.Equal(after, count.Sse, 1e-12 * after);
        Assert.InRange(count.LargestGradient / Math.Sqrt(count.Sse), 0, 1e-4);
        double squares = 0;
        for (int k = 0; k < pixels.Length; k++)
        {
            double r = pixels[k] - Model(found, k % Bounds.Width, k / Bounds.Width);
            squares += double.IsNaN(r) ? 0 : r * r;
        }

        Assert.Equal(squares, count.Squares, 1e-12 * squares);
    }

    /// <summary>
    /// The optimum is that of Broyden, Fletcher, Goldfarb and Shanno on the deviance itself, in logarithms of what is
    /// positive.
    /// </summary>
    [Fact]
    public void CountsAreFittedAsByAnotherOptimiser()
    {
        var random = new Random(8);
        Gaussian[] truth = [new(40, 14, 12, 2.5, 0.5, 2), new(25, 20, 15, 2, -0.4, 2.6)];
        double[] pixels = [.. Places().Select(at => (double)Poisson(
            random, 2 + truth.Sum(g => g.ValueAt(at.X, at.Y))))];
        var loss = new Loss(LossKind.Poisson, 0);
        Background level = Plane with { Kind = BackgroundKind.Constant, Level = 2, SlopeX = 0, SlopeY = 0 };
        TileStepResult result = Step(pixels, loss, truth, level, frozen: false);
        Gaussian[] fitted = [.. result.Updated.Select(update => update.Component.Shape)];
        double[] found = Parameters(fitted);

        IObjectiveFunction deviance = ObjectiveFunction.Gradient(
            point => Deviance(point), point => Vector<double>.Build.Dense(point.Count, k =>
            {
                const double h = 1e-4;
                Vector<double> step = Vector<double>.Build.Dense(point.Count, j => j == k ? h : 0);
                return (8 * (Deviance(point + step) - Deviance(point - step))
                    - (Deviance(point + 2 * step) - Deviance(point - 2 * step))) / (12 * h);
            }));
        MinimizationResult peer = new BfgsMinimizer(1e-6, 1e-9, 1e-12, 1000).FindMinimum(
            deviance, Vector<double>.Build.Dense(Parameters(truth)));
        Assert.Equal(
            peer.FunctionInfoAtMinimum.Value, Deviance(Vector<double>.Build.Dense(found)),
            1e-9 * peer.FunctionInfoAtMinimum.Value);
        for (int k = 0; k < found.Length; k++)
        {
            Assert.Equal(peer.MinimizingPoint[k], found[k], 1e-6);
        }

        // Within the supports of the optimum, as E jumps where a pixel enters one.
        double Deviance(Vector<double> point)
        {
            double sum = 0;
            for (int k = 0; k < pixels.Length; k++)
            {
                double f = 2;
                for (int i = 0; i < truth.Length; i++)
                {
                    (int x, int y) = (k % Bounds.Width, k / Bounds.Width);
                    f += fitted[i].MahalanobisSquared(x, y) <= Support.RadiusSquared
                        ? Math.Exp(point[N * i] - 0.5 * ShapeAt(point, N * i).MahalanobisSquared(x, y))
                        : 0;
                }

                sum += 2 * (f - pixels[k] + (pixels[k] > 0 ? pixels[k] * Math.Log(pixels[k] / f) : 0));
            }

            return sum;
        }

        static double[] Parameters(Gaussian[] shapes) =>
        [
            .. shapes.SelectMany(g => new[]
            {
                Math.Log(g.Amplitude), g.X, g.Y, Math.Log(g.L11), g.L21, Math.Log(g.L22),
            }),
        ];

        static Gaussian ShapeAt(Vector<double> point, int k) =>
            new(1, point[k + 1], point[k + 2], Math.Exp(point[k + 3]), point[k + 4], Math.Exp(point[k + 5]));
    }

    private static TileStepResult Step(
        double[] pixels, Loss loss, Gaussian[] start, Background? background = null, bool frozen = true) =>
        TileStep.Run(
            new TileStepRequest(
                0, 1, Bounds, Bounds, pixels, background ?? Plane,
                [.. start.Select((shape, k) => new FreeComponent(0, new Component(k, shape), ReachBox.Unbounded))],
                frozen ? [new Component(9, Frozen)] : [], ReachBox.Unbounded, MinimizerState.Initial,
                new TileStepOptions
                {
                    Loss = loss,
                    Minimizer = new MinimizerOptions
                    {
                        MaxIterations = 200,
                        GradientTolerance = 1e-9,
                        FunctionTolerance = 1e-15,
                    },
                }),
            new TileWorkspace());

    private static PixelWindow WindowOf(double[] pixels, Loss loss) => new(
        new TileWorkspace(), Bounds, pixels, Plane, [new Component(9, Frozen)], default, loss);

    private static MixtureProblem StartAt(PixelWindow window, Gaussian[] components) => new(
        window, [.. components], window.Evaluate(components), [.. components.Select(_ => ReachBox.Unbounded)],
        CancellationToken.None);

    private static IEnumerable<(int X, int Y)> Places() =>
        Enumerable.Range(0, (int)Bounds.Area).Select(k => (k % Bounds.Width, k / Bounds.Width));

    private static double Model(IEnumerable<Gaussian> components, int x, int y) =>
        Plane.ValueAt(x, y) + Frozen.ValueAt(x, y) + components.Sum(g => g.ValueAt(x, y));

    // Counts around a model near the components, with a hole, and some gross outliers.
    private static double[] Counts(int seed)
    {
        var random = new Random(seed);
        Gaussian[] near = StepCase.Perturb(Components, random, 0.1);
        return
        [
            .. Places().Select(at => at.X is > 20 and < 24 && at.Y > 20 ? double.NaN
                : Poisson(random, Model(near, at.X, at.Y)) + (random.Next(20) == 0 ? 30 : 0)),
        ];
    }

    // E with the supports of the components at the start, or with those of the given ones.
    private static double Objective(double[] pixels, Loss loss, Gaussian[] moved, bool cut = true)
    {
        double sum = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Bounds.Width, y = i / Bounds.Width;
            double f = Plane.ValueAt(x, y) + Frozen.ValueAt(x, y);
            for (int k = 0; k < moved.Length; k++)
            {
                f += (cut ? Components[k] : moved[k]).MahalanobisSquared(x, y) <= Support.RadiusSquared
                    ? moved[k].Amplitude * Math.Exp(-0.5 * moved[k].MahalanobisSquared(x, y))
                    : 0;
            }

            sum += double.IsNaN(pixels[i]) ? 0 : At(loss, pixels[i], f).Rho;
        }

        return sum;
    }

    private static LossValue At(Loss loss, double z, double f) => loss.Kind switch
    {
        LossKind.Huber => new HuberLoss(loss.Threshold).At(z - f, z),
        LossKind.Cauchy => new CauchyLoss(loss.Threshold).At(z - f, z),
        _ => default(PoissonLoss).At(z - f, z),
    };

    private static double[] Phi(Gaussian g, int x, int y)
    {
        double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22;
        return [1, u1, u2, u1 * u1, u1 * u2, u2 * u2];
    }

    // By multiplication of uniforms (Knuth 1969).
    private static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}
