using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Tests.Seeding;

public class ScaleSpaceDetectorTests
{
    private static readonly PixelRectangle Bounds = new(100, -50, 160, 140);

    private static readonly DetectionOptions Options = new() { MaxSigma = 40 };

    public static TheoryData<double, double, double> Shapes => new()
    {
        { 1.2, 1.2, 0 }, { 1.5, 1.5, 0 }, { 2.3, 2.3, 0 }, { 4, 3, 0.4 }, { 6, 3, 1.2 }, { 9, 4, -0.9 }, { 14, 14, 0 },
        { 20, 9, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void FindsAnIsolatedGaussian(double major, double minor, double theta)
    {
        Gaussian truth = Field.Ellipse(5, 180.3, 22.4, major, minor, theta);
        Gaussian found = Detect(Field.Plant(Bounds, [truth]), 1)[0].Shape;
        Assert.True(Field.Distance(truth, found) < 0.1, $"{found}");
        Assert.InRange(found.SigmaMajor / truth.SigmaMajor, 0.92, 1.08);
        Assert.InRange(found.SigmaMinor / truth.SigmaMinor, 0.92, 1.08);
        Assert.InRange(found.Amplitude / truth.Amplitude, 0.95, 1.05);
    }

    /// <summary>Before the next scale, and after the last before a gain is judged.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(1)]
    public void CancellationIsHeard(double maxSigma)
    {
        using var source = new CancellationTokenSource();
        ResidualWindow residual = Field.Plant(Bounds, [Field.Ellipse(5, 180, 22, 3, 3, 0)]);
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() => ScaleSpaceDetector.Detect(
            residual, Bounds, 1, SelectionCriterion.Free, Options with { MaxSigma = maxSigma }, _ =>
            {
                seen++;
                source.Cancel();
                return true;
            },
            source.Token));
        Assert.True(seen > 0);
    }

    [Fact]
    public void FindsSeparateGaussiansInNoiseAndNothingElse()
    {
        Gaussian[] truth =
        [
            Field.Ellipse(1, 120.2, -30.7, 1.5, 1.5, 0), Field.Ellipse(2, 150.8, -20.1, 3, 2, 0.5),
            Field.Ellipse(1, 200.5, 10.5, 6, 4, 2.5), Field.Ellipse(3, 240, 60, 1.3, 1.3, 0),
            Field.Ellipse(0.5, 130.1, 50.6, 9, 7, 1),
        ];
        ResidualWindow residual = Field.Plant(Bounds, truth, 0.05);
        var criterion = new SelectionCriterion(new NoiseModel(0.05, 0), Bounds.Area);
        IReadOnlyList<Candidate> found = Detect(residual, 100, criterion);
        Assert.Equal(truth.Length, found.Count);
        foreach (Gaussian planted in truth)
        {
            Gaussian nearest = found.Select(candidate => candidate.Shape).MinBy(g => Field.Distance(g, planted));
            Assert.True(Field.Distance(nearest, planted) < 0.5, $"{planted} {nearest}");
            Assert.InRange(nearest.SigmaMajor / planted.SigmaMajor, 0.8, 1.2);
            Assert.InRange(nearest.SigmaMinor / planted.SigmaMinor, 0.8, 1.2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FindsNothingInWhiteNoise(int seed)
    {
        var criterion = new SelectionCriterion(new NoiseModel(1, 0), Bounds.Area);
        Assert.Empty(Detect(Field.Plant(Bounds, [], 1, seed), 100, criterion));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FindsNothingInCorrelatedNoiseOfKnownLength(int seed)
    {
        // White noise smoothed by a Gaussian of 1.5 px is correlated over 1.5 px.
        ResidualWindow residual = Field.Plant(Bounds, [], 1, seed);
        SmoothingKernel.Apply(residual.Values, Bounds.Width, Bounds.Height, 1.5);
        double sigma = Math.Sqrt(residual.Values.Average(value => value * value));
        Assert.NotEmpty(Detect(residual, 100, new SelectionCriterion(new NoiseModel(sigma, 0), Bounds.Area)));
        Assert.Empty(Detect(residual, 100, new SelectionCriterion(new NoiseModel(sigma, 1.5), Bounds.Area)));
    }

    /// <summary>Of −r the same is found with the other sign; only where negative amplitudes are allowed.</summary>
    [Fact]
    public void FindsDipsWhereAsked()
    {
        Gaussian[] truth = [Field.Ellipse(3, 150, 0, 5, 3, 1), Field.Ellipse(-4, 190, 30, 3, 2, 0.3)];
        ResidualWindow residual = Field.Plant(Bounds, truth, 0.1);
        var negative = new ResidualWindow([.. residual.Values.Select(r => -r)], Bounds);
        var criterion = new SelectionCriterion(new NoiseModel(0.1, 0), Bounds.Area);
        Candidate[] found = [.. Detect(residual, 2, criterion, true)];
        Candidate[] mirrored = [.. Detect(negative, 2, criterion, true)];
        Assert.Equal(
            found.Select(c => c with { Shape = c.Shape with { Amplitude = -c.Shape.Amplitude } }), mirrored);
        foreach (Gaussian planted in truth)
        {
            Gaussian nearest = found.Select(candidate => candidate.Shape).MinBy(g => Field.Distance(g, planted));
            Assert.True(Field.Distance(nearest, planted) < 0.3, $"{planted} {nearest}");
            Assert.InRange(nearest.Amplitude / planted.Amplitude, 0.9, 1.1);
        }

        Assert.All(Detect(residual, 9, criterion), candidate => Assert.True(candidate.Shape.Amplitude > 0));
    }

    [Fact]
    public void TheGainIsTheDecreaseOfTheObjective()
    {
        Gaussian[] truth = [Field.Ellipse(3, 150, 0, 5, 3, 1), Field.Ellipse(2, 157, 4, 4, 4, 0)];
        ResidualWindow residual = Field.Plant(Bounds, truth, 0.2);
        residual.Values[1234] = double.NaN;
        double before = SumSquares(residual);
        foreach (Candidate candidate in Detect(residual, 5))
        {
            Subtract(residual, candidate.Shape);
            double after = SumSquares(residual);
            Assert.Equal(before - after, candidate.Gain, 1e-9 * before);
            before = after;
        }
    }

    [Fact]
    public void PixelsWithoutDataHaveNoInfluence()
    {
        Gaussian truth = Field.Ellipse(5, 180.3, 22.4, 5, 3, 0.7);
        ResidualWindow residual = Field.Plant(Bounds, [truth], 0.1), other = new([.. residual.Values], residual.Bounds);
        var random = new Random(7);
        for (int i = 0; i < residual.Values.Length; i++)
        {
            if (random.Next(3) == 0)
            {
                residual.Values[i] = double.NaN;
                other.Values[i] = i % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
            }
        }

        IReadOnlyList<Candidate> found = Detect(residual, 3);
        Assert.Equal(found, Detect(other, 3));
        Assert.True(Field.Distance(found[0].Shape, truth) < 0.5);
        Assert.InRange(found[0].Shape.SigmaMajor / truth.SigmaMajor, 0.8, 1.2);
        Assert.InRange(found[0].Shape.Amplitude / truth.Amplitude, 0.9, 1.1);
    }

    [Fact]
    public void AGaussianAtTheEdgeKeepsItsAmplitude()
    {
        Gaussian truth = Field.Ellipse(5, Bounds.X + 1.2, 20.5, 4, 4, 0);
        Gaussian found = Detect(Field.Plant(Bounds, [truth]), 1)[0].Shape;
        Assert.True(Field.Distance(found, truth) < 2, $"{found}");
        Assert.InRange(found.Amplitude / truth.Amplitude, 0.8, 1.25);
        Assert.InRange(found.SigmaMinor / truth.SigmaMinor, 0.7, 1.3);
    }

    [Fact]
    public void OnlyCentresInTheCoreCount()
    {
        Gaussian inside = Field.Ellipse(1, 150, 0, 2, 2, 0), outside = Field.Ellipse(9, 190, 0, 2, 2, 0);
        ResidualWindow residual = Field.Plant(Bounds, [inside, outside]);
        var core = new PixelRectangle(100, -50, 70, 140);
        IReadOnlyList<Candidate> found =
            ScaleSpaceDetector.Detect(residual, core, 1, SelectionCriterion.Free, Options);
        Assert.True(Field.Distance(found[0].Shape, inside) < 0.1);
    }

    [Fact]
    public void ForbiddenShapesAreLeftOut()
    {
        Gaussian broad = Field.Ellipse(9, 190, 0, 9, 9, 0), narrow = Field.Ellipse(1, 130, 0, 2, 2, 0);
        ResidualWindow residual = Field.Plant(Bounds, [broad, narrow]);
        IReadOnlyList<Candidate> found = ScaleSpaceDetector.Detect(
            residual, Bounds, 20, SelectionCriterion.Free, Options, shape => shape.SigmaMajor < 4);
        Assert.NotEmpty(found);
        Assert.All(found, candidate => Assert.True(candidate.Shape.SigmaMajor < 4));
    }

    [Fact]
    public void TheSameInputGivesTheSameBits()
    {
        Gaussian[] truth = [Field.Ellipse(3, 150, 0, 5, 3, 1), Field.Ellipse(2, 157, 4, 4, 4, 0)];
        ResidualWindow residual = Field.Plant(Bounds, truth, 0.5);
        double[] copy = [.. residual.Values];
        Assert.Equal(Detect(residual, 50), Detect(residual, 50));
        Assert.Equal(copy, residual.Values);
    }

    [Fact]
    public void NothingIsFoundWhereThereIsNothing()
    {
        Assert.Empty(Detect(new ResidualWindow(new double[Bounds.Area], Bounds), 10));
        var missing = new double[Bounds.Area];
        Array.Fill(missing, double.NaN);
        Assert.Empty(Detect(new ResidualWindow(missing, Bounds), 10));
        var tiny = new PixelRectangle(0, 0, 1, 1);
        Assert.True(Detect(new ResidualWindow([3.0], tiny), 10).Count <= 1);
    }

    [Fact]
    public void ValuesMustFillTheWindow() =>
        Assert.Throws<ArgumentException>(() => new ResidualWindow(new double[5], new PixelRectangle(0, 0, 2, 3)));

    private static IReadOnlyList<Candidate> Detect(
        ResidualWindow residual, int count, SelectionCriterion? criterion = null, bool allowsNegative = false) =>
        ScaleSpaceDetector.Detect(
            residual, residual.Bounds, count, criterion ?? SelectionCriterion.Free, Options,
            allowsNegative: allowsNegative);

    private static void Subtract(ResidualWindow residual, Gaussian shape)
    {
        PixelRectangle bounds = residual.Bounds;
        for (int i = 0; i < residual.Values.Length; i++)
        {
            residual.Values[i] -= shape.ValueAt(bounds.X + i % bounds.Width, bounds.Y + i / bounds.Width);
        }
    }

    private static double SumSquares(ResidualWindow residual) =>
        residual.Values.Where(double.IsFinite).Sum(value => value * value);
}
