using System.Runtime.Intrinsics;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Tests.Numerics;

public class DeterministicMathTests
{
    private const double Tolerance = 4e-16;

    /// <summary>eˣ from 40-digit tables, rounded to double.</summary>
    [Theory]
    [InlineData(1, 2.718281828459045)]
    [InlineData(-1, 0.36787944117144233)]
    [InlineData(10, 22026.465794806718)]
    [InlineData(-12.5, 3.726653172078671e-6)]
    public void ExpOfTabulatedArguments(double x, double expected) =>
        Assert.Equal(expected, DeterministicMath.Exp(x), Math.BitIncrement(expected) - expected);

    [Theory]
    [InlineData(-708, 709.7)]
    [InlineData(-12.6, 0)]
    [InlineData(-1e-3, 1e-3)]
    public void ExpAgreesWithTheLibrary(double from, double to)
    {
        foreach (double x in Grid(from, to))
        {
            AssertClose(Math.Exp(x), DeterministicMath.Exp(x), x);
        }
    }

    [Fact]
    public void ExpOfSpecialValues()
    {
        Assert.Equal(1, DeterministicMath.Exp(0));
        Assert.Equal(1, DeterministicMath.Exp(-0.0));
        Assert.Equal(0, DeterministicMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Exp(709.79));
        Assert.True(double.IsFinite(DeterministicMath.Exp(709.78)));
        Assert.Equal(0, DeterministicMath.Exp(-745.14));
        Assert.Equal(double.Epsilon, DeterministicMath.Exp(-745.1));
        Assert.True(double.IsNaN(DeterministicMath.Exp(double.NaN)));
    }

    [Fact]
    public void ExpOfSubnormalResultsIsWithinOneUnit()
    {
        foreach (double x in Grid(-745, -708))
        {
            Assert.InRange(Math.Abs(Math.Exp(x) - DeterministicMath.Exp(x)), 0, double.Epsilon);
        }
    }

    [Fact]
    public void LanesHaveTheBitsOfTheScalar()
    {
        double[] special = [double.NaN, double.NegativeInfinity, double.PositiveInfinity, -746, -745.1, 0, 709.78, 720];
        double[] arguments = [.. special, .. Grid(-760, 720), .. Grid(-13, 1)];
        for (int i = 0; i + 8 <= arguments.Length; i += 8)
        {
            Vector512<double> lanes = DeterministicMath.Exp(Vector512.Create(arguments, i));
            for (int lane = 0; lane < 8; lane++)
            {
                // Equal numbers have equal bits (there is no −0 among them); NaN equals NaN whatever its payload.
                Assert.Equal(DeterministicMath.Exp(arguments[i + lane]), lanes[lane]);
            }
        }
    }

    [Fact]
    public void LogAgreesWithTheLibraryOverAllExponents()
    {
        foreach (double exponent in Grid(-1074, 1023))
        {
            double x = Math.Pow(2, exponent);
            AssertClose(Math.Log(x), DeterministicMath.Log(x), x);
        }
    }

    [Theory]
    [InlineData(1e-12, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.9999, 1.0001)]
    [InlineData(0.7071067811865470, 0.7071067811865480)]
    public void LogAgreesWithTheLibrary(double from, double to)
    {
        foreach (double x in Grid(from, to))
        {
            AssertClose(Math.Log(x), DeterministicMath.Log(x), x);
        }
    }

    [Fact]
    public void LogNextToOneKeepsItsDigits()
    {
        for (int power = -52; power < -13; power++)
        {
            // ln(1 + f) = f − f²/2 + f³/3 − …
            double f = Math.Pow(2, power);
            double series = f - f * f * (0.5 - f * (1.0 / 3 - f * 0.25));
            AssertClose(series, DeterministicMath.Log(1 + f), 1 + f);
        }
    }

    [Fact]
    public void LogOfSpecialValues()
    {
        Assert.Equal(0, DeterministicMath.Log(1));
        Assert.Equal(double.NegativeInfinity, DeterministicMath.Log(0));
        Assert.Equal(double.NegativeInfinity, DeterministicMath.Log(-0.0));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(DeterministicMath.Log(-1)));
        Assert.True(double.IsNaN(DeterministicMath.Log(double.NegativeInfinity)));
        Assert.True(double.IsNaN(DeterministicMath.Log(double.NaN)));
    }

    private static IEnumerable<double> Grid(double from, double to)
    {
        const int steps = 200_003;
        for (int i = 0; i <= steps; i++)
        {
            yield return from + (to - from) * i / steps;
        }
    }

    private static void AssertClose(double expected, double actual, double argument) => Assert.True(
        Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected),
        $"at {argument:R}: {actual:R} instead of {expected:R}");
}
