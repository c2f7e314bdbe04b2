using System.Runtime.Intrinsics;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Kernels;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Numerics;
using TiledFit.Core.Tests.Kernels;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.VectorWidths;

/// <summary>Digests of the mixture's kernels on an uneven window with holes, and of a whole step.</summary>
internal static class MixtureDigests
{
    private static readonly PixelRectangle Bounds = new(-3, 5, 93, 71);

    public static ulong Exp()
    {
        var random = new Random(1);
        var values = new double[8 * 500];
        for (int k = 0; k < values.Length; k += 8)
        {
            Vector512<double> x = Vector512.Create(
                Enumerable.Range(0, 8).Select(_ => -720 + 1440 * random.NextDouble()).ToArray());
            DeterministicMath.Exp(x).CopyTo(values, k);
        }

        return Digest.Of(values);
    }

    public static ulong Model()
    {
        var plane = new TestPlane(Bounds);
        foreach (Gaussian g in Components(60, 2))
        {
            ModelKernel.Add(g, 1, plane.Plane);
        }

        return Digest.Of(Values(plane));
    }

    public static ulong Moments()
    {
        TestPlane residual = Residual(3);
        Gaussian[] components = Components(60, 4);
        var sums = new double[6 * components.Length];
        for (int k = 0; k < components.Length; k++)
        {
            MomentKernel.Sum(components[k], residual.Plane, sums.AsSpan(6 * k, 6));
        }

        return Digest.Of(sums);
    }

    public static ulong Projections()
    {
        TestPlane residual = Residual(3), valid = Holes();
        return Digest.Of(
        [
            .. Components(60, 4).SelectMany(shape => new[] { default, valid.Plane }.SelectMany(mask =>
            {
                (double product, double square) = ProjectionKernel.Sum(shape, residual.Plane, mask);
                return new[] { product, square };
            })),
        ]);
    }

    public static ulong Objective()
    {
        TestPlane residual = Residual(5), valid = Holes();
        double whole = ObjectiveKernel.WeighAndSum(residual.Plane, default);
        return Digest.Of([whole, ObjectiveKernel.WeighAndSum(residual.Plane, valid.Plane), .. Values(residual)]);
    }

    public static ulong Expectation()
    {
        var random = new Random(9);
        double[] mask = Values(Holes());
        double[] pixels = [.. mask.Select(valid => valid == 0 ? double.NaN : random.NextDouble() - 0.2)];
        Expectation found = PixelExpectation.Run(
            Bounds, pixels, new Background(BackgroundKind.Plane, 0.01, 1e-4, -1e-4, 40, 40),
            new GaussianMixture(Components(60, 10), 0.05), new BandWorkspace());
        return Digest.Of(
        [
            found.LogHeights, found.UniformWeight, found.Weight, found.SquaredError, found.NegativeWeight,
            .. found.Components.SelectMany(s => new[] { s.Weight, s.U1, s.U2, s.U1U1, s.U1U2, s.U2U2 }),
        ]);
    }

    public static ulong Gram() => Grams((first, second, domain, gram) =>
        PixelGram.Sum(first, second, new GaussianProduct(first, second), domain, gram));

    public static ulong PairGrams() => Grams((first, second, domain, gram) =>
        PairGram.TrySum(first, second, new GaussianProduct(first, second), isStrict: true, domain, gram));

    private static ulong Grams(Action<Gaussian, Gaussian, PixelDomain, double[]> sum)
    {
        TestPlane valid = Holes();
        var domain = new PixelDomain(Bounds, valid.Plane);
        Gaussian[] components = Components(40, 6);
        var grams = new List<double>();
        for (int k = 0; k < components.Length; k++)
        {
            Gaussian first = components[k];
            Gaussian second = components[(k + 1) % components.Length] with { X = first.X + 2, Y = first.Y };
            var gram = new double[36];
            sum(first, second, domain, gram);
            grams.AddRange(gram);
        }

        GC.KeepAlive(valid);
        return Digest.Of([.. grams]);
    }

    public static ulong Step(bool sumAffectedPairs)
    {
        var random = new Random(7);
        Gaussian[] truth = Components(50, 8);
        var target = new TestPlane(Bounds, (_, _) => 0.02 * random.NextDouble());
        foreach (Gaussian g in truth)
        {
            ModelKernel.Add(g, 1, target.Plane);
        }

        TestPlane valid = Holes();
        double[] pixels = Values(target), mask = Values(valid);
        for (int k = 0; k < pixels.Length; k++)
        {
            pixels[k] = mask[k] == 0 ? double.NaN : pixels[k];
        }

        var request = new TileStepRequest(
            0, 1, Bounds, Bounds, pixels, new Background(BackgroundKind.Plane, 0.01, 1e-4, -1e-4, 40, 40),
            [.. truth.Skip(10).Select((g, k) => new FreeComponent(
                0, new Component(k, g with { X = g.X + 0.2, L11 = 1.1 * g.L11 }), ReachBox.Unbounded))],
            [.. truth.Take(10).Select((g, k) => new Component(100 + k, g))],
            ReachBox.Unbounded, MinimizerState.Initial with { SumAffectedPairs = sumAffectedPairs },
            new TileStepOptions { Minimizer = new MinimizerOptions { MaxIterations = 6 } });
        TileStepResult result = TileStep.Run(request, new TileWorkspace());
        return Digest.Of(
        [
            .. result.Updated.Select(u => u.Component.Shape)
                .SelectMany(g => new[] { g.Amplitude, g.X, g.Y, g.L11, g.L21, g.L22 }),
            result.Statistics.ObjectiveChange, result.Statistics.LargestGradient, result.Statistics.CoreSse,
            result.Statistics.ResidualChange.One, result.Statistics.ResidualChange.X, result.State.Damping.Lambda,
        ]);
    }

    // Narrow and broad ones, some beyond the edges.
    private static Gaussian[] Components(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(k =>
            {
                double scale = k % 10 == 0 ? 0.3 : k % 10 == 1 ? 12 : 3;
                return new Gaussian(
                    0.5 + random.NextDouble(), -8 + 100 * random.NextDouble(), 80 * random.NextDouble(),
                    scale * (0.6 + random.NextDouble()), scale * (random.NextDouble() - 0.5),
                    scale * (0.6 + random.NextDouble()));
            }),
        ];
    }

    private static TestPlane Residual(int seed)
    {
        var random = new Random(seed);
        return new TestPlane(Bounds, (_, _) => random.NextDouble() - 0.5);
    }

    private static TestPlane Holes() => new(
        Bounds, (x, y) => x is > 30 and < 40 && y > 50 || (x * 7 + y) % 31 == 0 ? 0 : 1);

    private static double[] Values(TestPlane plane) =>
    [
        .. from y in Enumerable.Range(Bounds.Y, Bounds.Height)
           from x in Enumerable.Range(Bounds.X, Bounds.Width)
           select plane[x, y],
    ];
}
