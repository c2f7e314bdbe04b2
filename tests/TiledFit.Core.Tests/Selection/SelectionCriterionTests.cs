using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Tests.Selection;

public class SelectionCriterionTests
{
    [Fact]
    public void WhiteNoisePaysSixTimesTheLogarithm() =>
        Assert.Equal(
            6 * 4 * Math.Log(10000), new SelectionCriterion(new NoiseModel(2, 0), 10000).Penalty(9), 1e-9);

    [Fact]
    public void CorrelatedPixelsCountForOne()
    {
        // κ = 4π·4·9/(4 + 9) for ℓ = 2 and |Σ|^½ = 9.
        double inflation = 4 * Math.PI * 36 / 13;
        Assert.Equal(
            6 * inflation * Math.Log(10000 / inflation),
            new SelectionCriterion(new NoiseModel(1, 2), 10000).Penalty(9),
            1e-9);
    }

    [Fact]
    public void TheInflationIsTheVarianceOfAMatchedFilterInSuchNoise()
    {
        // Var(Σ r·g)/(σ²·Σ g²) = Σ_d ρ(d)·e^(−d²/4σ_t²), summed over lags.
        double sum = 0, length = 1.5, sigma = 2.5;
        for (int y = -40; y <= 40; y++)
        {
            for (int x = -40; x <= 40; x++)
            {
                sum += Math.Exp(-(x * x + y * y) * (0.25 / (length * length) + 0.25 / (sigma * sigma)));
            }
        }

        Assert.Equal(sum, new NoiseModel(1, length).Inflation(sigma * sigma), 1e-6 * sum);
    }

    [Fact]
    public void AComponentPaysForTheParametersThatItHas()
    {
        var criterion = new SelectionCriterion(new NoiseModel(1, 2), 10000);
        Assert.Equal(0.5 * criterion.Penalty(9), (criterion with { Parameters = 3 }).Penalty(9), 1e-12);
    }

    /// <summary>Templates that cover many cells see all of both, those of a cell's size half of the mesh's.</summary>
    [Fact]
    public void TheErrorsOfAMeshAreNoise()
    {
        var noise = new NoiseModel(2, 0) { MeshSize = 16 };
        // 2.5²·π/2 + 1.5² − 7.5.
        Assert.Equal(4 * (1 + 4.5675), noise.MatchedVariance(1e7), 1e-2);
        Assert.Equal(4 * (1 + 4.5675 / 2), noise.MatchedVariance(256 / (4 * Math.PI)), 1e-4);
        Assert.Equal(4, noise.MatchedVariance(0), 1e-12);
        Assert.Equal(
            4 * 4 * Math.PI * 9 * (1 + 4.5675), new NoiseModel(2, 3) { MeshSize = 16 }.MatchedVariance(1e9), 0.05);
    }

    [Fact]
    public void ASignificanceTakesThePlaceOfTheCriterion()
    {
        SelectionCriterion criterion =
            new SelectionCriterion(new NoiseModel(2, 1.5), 10000) with { Significance = 7, Parameters = 3 };
        Assert.Equal(49 * new NoiseModel(2, 1.5).MatchedVariance(9), criterion.Penalty(9), 1e-9);
        var grid = new MeshGrid(100, 100, 50);
        var mesh = new BackgroundMesh(grid, new double[4], [2, 6, 2, 6]);
        SelectionCriterion local = (criterion with { FollowsMesh = true }).At(Background.Of(mesh));
        var left = new Gaussian(1, 10, 50, 3, 0, 3);
        Assert.Equal(criterion.Penalty(9), local.Penalty(left), 1e-9);
        Assert.Equal(9 * criterion.Penalty(9), local.Penalty(left with { X = 90 }), 1e-9);
        Assert.Equal(4 * criterion.Penalty(9), local.Penalty(left with { X = 49.5 }), 1e-9);
        Assert.Equal(criterion.Penalty(9), criterion.Penalty(left with { X = 90 }), 1e-9);
    }

    [Fact]
    public void FreeComponentsPayNothing() => Assert.Equal(0, SelectionCriterion.Free.Penalty(10));
}
