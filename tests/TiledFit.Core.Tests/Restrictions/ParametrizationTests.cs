using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Tests.TileSteps;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Restrictions;

public class ParametrizationTests
{
    private const int N = Gaussian.ParameterCount;

    private static readonly ShapeRule Round = new(ShapeKind.Round);

    public static TheoryData<ComponentRestrictions> Kinds => new()
    {
        new() { Shape = Round },
        new() { FixesPositions = true },
        new() { SigmaMin = 0.5, SigmaMax = 30 },
        new() { Step = StepKind.Bounded },
        new() { Step = StepKind.Bounded, Shape = Round },
        new() { Step = StepKind.Bounded, FixesPositions = true },
        new() { Step = StepKind.Bounded, Amplitude = AmplitudeKind.Signed },
        new() { Shape = Round, Amplitude = AmplitudeKind.Signed },
    };

    /// <summary>
    /// Tᵀ·g and Tᵀ·H·T against central differences by η of E and of the model, with the supports frozen; one amplitude
    /// is so small that the bounded step takes its derivatives elsewhere, and one is zero; signed ones differ in sign.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void GradientAndMatrixAreThoseOfTheParameters(ComponentRestrictions restrictions)
    {
        bool isBounded = restrictions.Step == StepKind.Bounded;
        Gaussian[] components =
        [
            new(1, 20, 22, 3, 1, 2), new(isBounded ? 0.002 : 0.4, 24, 25, 2, -1, 4),
            new(isBounded ? 0 : 0.3, 30, 20, 2.5, 0.5, 2.2), new(0.7, 35, 30, 3, 0, 3.3),
        ];
        bool isSigned = restrictions.Amplitude == AmplitudeKind.Signed;
        components =
        [
            .. components.Select(g => restrictions.Conform(g))
                .Select((g, k) => isSigned && k % 2 == 1 ? g with { Amplitude = -g.Amplitude } : g),
        ];
        var random = new Random(3);
        var step = new StepCase(new PixelRectangle(0, 0, 60, 52), (_, _) => random.NextDouble());
        double[] pixels = step.Pixels;
        var window = new PixelWindow(new TileWorkspace(), step.Bounds, pixels, Background.None, []);
        Parametrization parametrization = Parametrization.Of(restrictions)!;
        var problem = new MixtureProblem(
            window, [.. components], window.Evaluate(components), [.. components.Select(_ => ReachBox.Unbounded)],
            CancellationToken.None, parametrization)
        {
            SumAffectedPairs = true,
        };
        var gradient = new double[problem.ParameterCount];
        BlockSymmetricMatrix matrix = problem.Linearize(gradient);

        // The frames that the problem has chosen, from a gradient of their own; none of the components is both round
        // and limited.
        var frames = new ParameterFrames(parametrization, components);
        frames.Reduce(new double[gradient.Length]);
        const double h = 1e-5;
        double[][] columns = [.. Enumerable.Range(0, gradient.Length).Select(Column)];
        double largest = gradient.Max(Math.Abs);
        double[] residual = [.. pixels.Select((z, i) => z - Model(components, i))];
        for (int k = 0; k < gradient.Length; k++)
        {
            Assert.Equal(-Dot(columns[k], residual), gradient[k], 1e-6 * largest);
        }

        for (int j = 0; j < components.Length; j++)
        {
            AssertBlock(j, j, matrix.Diagonal.AsSpan(j * N * N, N * N));
            for (int k = matrix.Pattern.ColumnPointers[j]; k < matrix.Pattern.ColumnPointers[j + 1]; k++)
            {
                AssertBlock(matrix.Pattern.RowIndices[k], j, matrix.Lower.AsSpan(k * N * N, N * N));
            }
        }

        static double Dot(double[] first, double[] second) => first.Zip(second, (a, b) => a * b).Sum();

        double[] Column(int k)
        {
            double[] up = Moved(k, h), down = Moved(k, -h);

            // a ≥ 0 has one side only.
            bool isOneSided = components[k / N].Amplitude == 0 && !isSigned;
            return [.. up.Zip(down, (u, d) => (u - d) / (isOneSided ? h : 2 * h))];
        }

        double[] Moved(int k, double size)
        {
            var delta = new double[N];
            delta[k % N] = size;
            Gaussian[] moved = [.. components];
            moved[k / N] = frames.Move(k / N, delta);
            return [.. Enumerable.Range(0, pixels.Length).Select(i => Model(moved, i))];
        }

        double Model(Gaussian[] moved, int i)
        {
            int x = i % 60, y = i / 60;
            double sum = 0;
            for (int k = 0; k < moved.Length; k++)
            {
                sum += components[k].MahalanobisSquared(x, y) <= Support.RadiusSquared
                    ? moved[k].Amplitude * Math.Exp(-0.5 * moved[k].MahalanobisSquared(x, y))
                    : 0;
            }

            return sum;
        }

        void AssertBlock(int i, int j, Span<double> block)
        {
            for (int k = 0; k < N * N; k++)
            {
                double[] first = columns[N * i + k / N], second = columns[N * j + k % N];
                double scale = Math.Sqrt(Dot(first, first) * Dot(second, second));
                Assert.Equal(Dot(first, second), block[k], 2e-3 * scale + 1e-12);
            }
        }
    }

    /// <summary>Where σ is limited, p and r are logarithms of the axes and q moves neither, to first order.</summary>
    [Fact]
    public void TheFrameOfLimitsIsThatOfTheAxes()
    {
        Gaussian[] components = [new(1, 20, 22, 3, 1, 2), new(1, 20, 22, 2, -1.5, 5)];
        var frames = new ParameterFrames(Parametrization.Of(new() { SigmaMin = 0.5 })!, components);
        frames.Reduce(new double[2 * N]);
        const double h = 1e-5;
        for (int i = 0; i < components.Length; i++)
        {
            (double, double)[] expected = [(1, 0), (0, 0), (0, 1)];
            for (int k = 0; k < 3; k++)
            {
                var up = new double[N];
                var down = new double[N];
                (up[3 + k], down[3 + k]) = (h, -h);
                Gaussian above = frames.Move(i, up), below = frames.Move(i, down);
                Assert.Equal(expected[k].Item1, Math.Log(above.SigmaMajor / below.SigmaMajor) / (2 * h), 1e-8);
                Assert.Equal(expected[k].Item2, Math.Log(above.SigmaMinor / below.SigmaMinor) / (2 * h), 1e-8);
            }
        }
    }

    /// <summary>
    /// Σ = V·D·(1 + A)²·D·Vᵀ with A = [[0, q], [q, r]]: the r that keeps σ_minor, by bisection, costs 2·g_r·r; and with
    /// A = [[p, q], [q, 0]] the p that keeps σ_major.
    /// </summary>
    [Theory]
    [InlineData(3.0, 2.0)]
    [InlineData(2.1, 2.0)]
    [InlineData(9.0, 2.0)]
    public void ABoundCurvesAsTold(double major, double minor)
    {
        double q = 1e-3 * (major - minor) / major, low = -0.1, high = 0.1;
        while (high - low > 1e-15)
        {
            double r = 0.5 * (low + high);
            (low, high) = Axes(0, r).SigmaMinor < minor ? (r, high) : (low, r);
        }

        Gaussian g = Axes(0, 0, 0);
        double[] gradient = [0, 0, 0, 0, 0, 0.7];
        double told = Parametrization.Of(new() { SigmaMin = minor })!.BoundCurvature(g, gradient);
        Assert.Equal(2 * 0.7 * low / (q * q), told, 1e-4 * told);
        gradient[5] = -0.7;
        Assert.Equal(0, Parametrization.Of(new() { SigmaMin = minor })!.BoundCurvature(g, gradient));

        (low, high) = (-0.1, 0.1);
        while (high - low > 1e-15)
        {
            double p = 0.5 * (low + high);
            (low, high) = Axes(p, 0).SigmaMajor < major ? (p, high) : (low, p);
        }

        gradient = [0, 0, 0, -0.4, 0, 0];
        told = Parametrization.Of(new() { SigmaMax = major })!.BoundCurvature(g, gradient);
        Assert.Equal(-2 * 0.4 * low / (q * q), told, 1e-4 * told);

        Gaussian Axes(double p, double r, double scale = 1)
        {
            double s = scale * q, xx = (1 + p) * (1 + p) + s * s, xy = s * (2 + p + r), yy = (1 + r) * (1 + r) + s * s;
            return Gaussian.FromCovariance(1, 0, 0, major * major * xx, major * minor * xy, minor * minor * yy);
        }
    }

    [Fact]
    public void AStepIsClippedToItsBounds()
    {
        Gaussian[] components = [new(1, 20, 22, 3, 1, 2), new(2, 20, 22, 2, 0, 2)];
        var frames = new ParameterFrames(
            Parametrization.Of(new() { SigmaMin = 1.5, SigmaMax = 4 })!, components);
        frames.Reduce(new double[2 * N]);
        double[] step = [-1, 0.5, 0, 1, 0.3, -1, 0, 0, 0, 0, 0, 1];
        var clipped = new bool[2 * N];
        var displacement = new double[2 * N];
        bool[] held = [.. Enumerable.Range(0, 2 * N).Select(k => k == 11)];
        Assert.True(frames.Clip(step, held, clipped, displacement));
        Assert.False(frames.Clip(step, held, clipped, displacement));
        Assert.Equal([3, 5], Enumerable.Range(0, 2 * N).Where(k => clipped[k]));
        Assert.Equal(Math.Log(4 / components[0].SigmaMajor), displacement[3], 1e-14);
        Assert.Equal(Math.Log(1.5 / components[0].SigmaMinor), displacement[5], 1e-14);
        (step[3], step[5]) = (displacement[3], displacement[5]);
        Gaussian moved = frames.Move(0, step.AsSpan(0, N));
        Assert.Equal(4, moved.SigmaMajor, 1e-14);
        Assert.Equal(1.5, moved.SigmaMinor, 1e-14);

        frames = new ParameterFrames(Parametrization.Of(new() { Step = StepKind.Bounded })!, components);
        frames.Reduce(new double[2 * N]);
        step = [-1.5, 0, 0, -1.2, 0, -0.5, 0, 0, 0, 0, 0, 0];
        Array.Clear(clipped);
        Assert.True(frames.Clip(step, held, clipped, displacement));
        Assert.Equal([0, 3], Enumerable.Range(0, 2 * N).Where(k => clipped[k]));
        Assert.Equal((-1, 0.25 / 3 - 1), (displacement[0], displacement[3]));
        (step[0], step[3]) = (displacement[0], displacement[3]);
        moved = frames.Move(0, step.AsSpan(0, N));
        Assert.Equal(0, moved.Amplitude);
        Assert.Equal(0.25, moved.L11, 1e-15);
        Assert.Equal(1, moved.L22);
    }
}
