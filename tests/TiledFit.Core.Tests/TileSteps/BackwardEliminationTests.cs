using TiledFit.Core.Model;
using TiledFit.Core.Selection;
using TiledFit.Core.Tests.Seeding;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class BackwardEliminationTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 80, 60);

    private static readonly Gaussian[] Truth =
    [
        Field.Ellipse(5, 20, 20, 4, 3, 0.3), Field.Ellipse(1, 50, 30, 3, 3, 0), Field.Ellipse(3, 65, 45, 2, 2, 0),
    ];

    [Fact]
    public void WhatIsWorthTheLeastGoesFirst()
    {
        Assert.Equal([1], Run(Truth, Truth, 1, SelectionCriterion.Free));
        Assert.Equal([1, 2], Run(Truth, Truth, 2, SelectionCriterion.Free).Order());
    }

    [Fact]
    public void WhatDoesNotEarnItsPenaltyGoesEvenUnasked()
    {
        // Removal costs a²·π·|Σ|^½: 25·π·12, π·9 and 9·π·4; the penalty is 6·ln(4800)·σ².
        double sigma = Math.Sqrt(60 / (6 * Math.Log(4800)));
        Assert.Equal([1], Run(Truth, Truth, 0, new SelectionCriterion(new NoiseModel(sigma, 0), 4800)));
    }

    [Fact]
    public void WhatRaisesTheObjectiveGoes()
    {
        Gaussian[] model = [.. Truth, Field.Ellipse(2, 35, 45, 3, 3, 0)];
        Assert.Equal([3], Run(Truth, model, 0, SelectionCriterion.Free));
    }

    [Fact]
    public void OfTwoThatStandForOneOnlyOneGoes()
    {
        // Both halves are cheap to lose while the other is there; the first removal makes the second dear.
        Gaussian half = Truth[0] with { Amplitude = 2.5 };
        var criterion = new SelectionCriterion(new NoiseModel(1.2, 0), 4800);
        Gaussian[] model = [half with { Amplitude = 0.9 }, Truth[0] with { Amplitude = 4.1 }, Truth[2]];
        Assert.Equal([0], Run([Truth[0], Truth[2]], model, 0, criterion));
    }

    /// <summary>
    /// A removal makes others of the other sign cheaper: the order is that of all prices reckoned anew each time, by
    /// the change of the sum of squares.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OfBothSignsTheCheapestGoesFirst(int seed)
    {
        var random = new Random(seed);
        Gaussian[] model =
        [
            .. Enumerable.Range(0, 24).Select(k => Field.Ellipse(
                (k % 2 == 0 ? 1 : -1) * (0.5 + random.NextDouble()), 20 + 40 * random.NextDouble(),
                15 + 30 * random.NextDouble(), 3 + 3 * random.NextDouble(), 3, 0)),
        ];
        Gaussian[] truth = [.. model.Select(g => g with { Amplitude = g.Amplitude + 0.2 * random.NextDouble() })];
        double[] values = Field.Plant(Bounds, truth).Values;
        double[] residual = [.. values.Zip(Field.Plant(Bounds, model).Values, (z, f) => z - f)];
        var gone = new List<int>();
        while (Cheapest() is var next && (gone.Count < 12 || Rise(residual, model[next]) < 0))
        {
            gone.Add(next);
            residual = [.. residual.Select((r, i) => r + ValueAt(model[next], i))];
        }

        Assert.Equal(gone.Order(), Run(truth, model, 12, SelectionCriterion.Free).Order());

        int Cheapest() => Enumerable.Range(0, model.Length).Except(gone).MinBy(k => Rise(residual, model[k]));

        static double ValueAt(Gaussian g, int i) => g.ValueAt(i % Bounds.Width, i / Bounds.Width);

        static double Rise(double[] residual, Gaussian g) =>
            residual.Select((r, i) => (r + ValueAt(g, i)) * (r + ValueAt(g, i)) - r * r).Sum();
    }

    [Fact]
    public void WhatIsHardlySeenGoesInAnyCase()
    {
        // At 2σ from the edge 0.2 % of Σ g² is on pixels, at 1σ 8 %.
        Gaussian[] truth = [.. Truth, Field.Ellipse(500, 30, -8, 4, 4, 0), Field.Ellipse(50, 60, -4, 4, 4, 0)];
        Assert.Equal([3], Run(truth, truth, 0, SelectionCriterion.Free));
    }

    [Fact]
    public void WhatNoPixelSeesGoesInAnyCase()
    {
        Gaussian[] model = [.. Truth, Field.Ellipse(50, 30, -9, 1, 1, 0)];
        Assert.Equal([3], Run(Truth, model, 0, SelectionCriterion.Free));
    }

    [Fact]
    public void CancellationIsHeard() => Assert.Throws<OperationCanceledException>(
        () => Run(Truth, Truth, 1, SelectionCriterion.Free, new CancellationToken(true)));

    private static HashSet<int> Run(
        Gaussian[] truth, Gaussian[] model, int count, SelectionCriterion criterion,
        CancellationToken cancellation = default)
    {
        var window = new PixelWindow(
            new TileWorkspace(), Bounds, Field.Plant(Bounds, truth).Values, Background.None, []);
        window.Evaluate(model);
        return BackwardElimination.Run(window, model, count, criterion, cancellation);
    }
}
