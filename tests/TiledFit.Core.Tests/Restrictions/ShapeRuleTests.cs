using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.Tests.Restrictions;

public class ShapeRuleTests
{
    [Theory]
    [InlineData("free")]
    [InlineData("round")]
    [InlineData("fixed")]
    [InlineData("fixed:2.5,2,0.3")]
    [InlineData("fixed:1E-3,20,-1.5707963267948966")]
    public void AWordMeansARule(string word)
    {
        ShapeRule rule = ShapeRule.Parse(word, "--shape");
        Assert.Equal(word.Replace("1E-3", "0.001"), rule.ToString());
        Assert.Equal(rule, ShapeRule.Parse(rule.ToString(), "--shape"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Round")]
    [InlineData("fixed:")]
    [InlineData("fixed:2")]
    [InlineData("fixed:2,3")]
    [InlineData("fixed:2,3,0,1")]
    [InlineData("fixed:0,3,0")]
    [InlineData("fixed:2,-3,0")]
    [InlineData("fixed:2,3,NaN")]
    [InlineData("fixed:2,Infinity,0")]
    public void OtherWordsAreRefused(string word) => Assert.StartsWith(
        $"--shape '{word}' is unknown; take free, round, fixed, or fixed:SX,SY,THETA",
        Assert.Throws<InputException>(() => ShapeRule.Parse(word, "--shape")).Message);

    /// <summary>σ along and across the axis, as the result's columns have them.</summary>
    [Theory]
    [InlineData(4, 2, 0, 4, 2, 0)]
    [InlineData(4, 2, 0.7, 4, 2, 0.7)]
    [InlineData(4, 2, -1.2, 4, 2, -1.2)]
    [InlineData(2, 4, 0.5, 4, 2, 0.5 - Math.PI / 2)]
    [InlineData(4, 2, 3, 4, 2, 3 - Math.PI)]
    public void ACommonShapeHasItsAxes(
        double along, double across, double angle, double major, double minor, double theta)
    {
        var given = new Gaussian(2, 5, 6, 1, 2, 3);
        Gaussian g = new ShapeRule(ShapeKind.Common, along, across, angle).Conform(given);
        Assert.Equal((2, 5, 6), (g.Amplitude, g.X, g.Y));
        Assert.Equal(major, g.SigmaMajor, 1e-14);
        Assert.Equal(minor, g.SigmaMinor, 1e-14);
        Assert.Equal(theta, g.Theta, 1e-14);
    }

    [Fact]
    public void ARoundShapeHasTheSameArea()
    {
        Gaussian g = new ShapeRule(ShapeKind.Round).Conform(new Gaussian(2, 5, 6, 2, 1, 4.5));
        Assert.Equal(new Gaussian(2, 5, 6, 3, 0, 3), g);
    }

    [Fact]
    public void SinesAndCosinesAreThoseOfTheLibrary()
    {
        for (int k = -4000; k <= 4000; k++)
        {
            double x = 0.01 * k;
            Assert.Equal(Math.Cos(x), DeterministicMath.Cos(x), 3e-16);
            Assert.Equal(Math.Sin(x), DeterministicMath.Sin(x), 3e-16);
        }

        Assert.Equal(1, DeterministicMath.Cos(0));
        Assert.Equal(0, DeterministicMath.Sin(0));
    }
}
