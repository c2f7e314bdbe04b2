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

    [Fact]
    public void FreeComponentsPayNothing() => Assert.Equal(0, SelectionCriterion.Free.Penalty(10));
}
