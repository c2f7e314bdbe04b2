using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

/// <summary>A step of one tile on pixels that are a function of their place.</summary>
internal sealed record StepCase(PixelRectangle Bounds, Func<int, int, double> Value)
{
    public IReadOnlyList<Gaussian> Free { get; init; } = [];

    public IReadOnlyList<Gaussian> Frozen { get; init; } = [];

    public Background Background { get; init; } = Background.None;

    public MinimizerOptions Minimizer { get; init; } = new();

    public MinimizerState State { get; init; } = MinimizerState.Initial;

    public ReachBox Limits { get; init; } = ReachBox.Unbounded;

    public SelectionOptions? Selection { get; init; }

    public bool HoldsResting { get; init; }

    public ComponentRestrictions? Restrictions { get; init; }

    public bool ProjectsAmplitudes { get; init; }

    public double[] Pixels =>
    [
        .. from y in Enumerable.Range(Bounds.Y, Bounds.Height)
           from x in Enumerable.Range(Bounds.X, Bounds.Width)
           select Value(x, y),
    ];

    public TileStepResult Run(TileWorkspace? workspace = null, Action<double>? onChange = null) => TileStep.Run(
        new TileStepRequest(
            0, 1, Bounds, Bounds, Pixels, Background,
            [.. Free.Select((shape, k) => new FreeComponent(0, new Component(k, shape), Limits))],
            [.. Frozen.Select((shape, k) => new Component(1000 + k, shape))],
            Limits, State, new TileStepOptions
            {
                Selection = Selection,
                HoldsResting = HoldsResting,
                Restrictions = Restrictions,
                ProjectsAmplitudes = ProjectsAmplitudes,
                Minimizer = Minimizer,
            }),
        workspace ?? new TileWorkspace(), onChange);

    /// <summary>E of given components by the formula, pixel by pixel.</summary>
    public double Objective(IEnumerable<Gaussian> components)
    {
        Gaussian[] all = [.. components, .. Frozen];
        double sum = 0;
        for (int y = Bounds.Y; y < Bounds.Bottom; y++)
        {
            for (int x = Bounds.X; x < Bounds.Right; x++)
            {
                double r = Value(x, y) - Background.ValueAt(x, y) - all.Sum(g => g.ValueAt(x, y));
                sum += double.IsNaN(r) ? 0 : r * r;
            }
        }

        return sum;
    }

    public static double Sum(IEnumerable<Gaussian> components, int x, int y) => components.Sum(g => g.ValueAt(x, y));

    public static Gaussian[] Perturb(IEnumerable<Gaussian> components, Random random, double size) =>
        [.. components.Select(g =>
        {
            double Uniform() => size * (2 * random.NextDouble() - 1);
            return MixtureProblem.Move(g, [Uniform(), Uniform(), Uniform(), Uniform(), Uniform(), Uniform()]);
        })];

    public static void AssertNear(Gaussian expected, Gaussian actual, double tolerance)
    {
        Assert.Equal(expected.Amplitude, actual.Amplitude, tolerance);
        Assert.Equal(expected.X, actual.X, tolerance);
        Assert.Equal(expected.Y, actual.Y, tolerance);
        Assert.Equal(expected.L11, actual.L11, tolerance);
        Assert.Equal(expected.L21, actual.L21, tolerance);
        Assert.Equal(expected.L22, actual.L22, tolerance);
    }
}
