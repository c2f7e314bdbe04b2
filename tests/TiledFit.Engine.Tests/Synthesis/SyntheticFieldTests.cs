using System.Security.Cryptography;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Engine.Tests.Synthesis;

public class SyntheticFieldTests
{
    private static readonly SyntheticFieldOptions Many = new()
    {
        Width = 900,
        Height = 350,
        Components = 40_000,
        SigmaMin = 1.5,
        SigmaMax = 6,
        Seed = 5,
        Perturbation = 0.3,
    };

    private static readonly SyntheticFieldOptions Small = new()
    {
        Width = 101,
        Height = 67,
        Components = 40,
        Seed = 42,
        Perturbation = 0.15,
    };

    /// <summary>
    /// The same numbers on every platform. An implementation of the same formulas in Python, with its own exp and log,
    /// gives the same truth and, rounded to float32, the same raster to the last bit; the init file to 3e-16.
    /// </summary>
    [Theory]
    [InlineData("z.npy", "ae489c83595cf3c0368b3ca79580080304092138e83d9c9176a96119691e7cc1")]
    [InlineData("truth.csv", "fcfa4e905ee9a838ba655a93bd5597ef5c1a8e36ab01a00a89633f08bd0ff21b")]
    [InlineData("init.csv", "84afb4e13dfee630a9874f27a92ea926fc95fc4584a105f0138bcf4712c2160b")]
    public void BytesAreForever(string name, string digest)
    {
        using var directory = new TemporaryDirectory();
        WriteAll(SyntheticField.Generate(Small), directory);
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(directory[name]))));
    }

    [Fact]
    public void ParametersAreUniform()
    {
        IReadOnlyList<Gaussian> truth = SyntheticField.Generate(Many).Truth;
        AssertUniform(truth.Select(g => g.X), -0.5, Many.Width - 0.5);
        AssertUniform(truth.Select(g => g.Y), -0.5, Many.Height - 0.5);
        AssertUniform(truth.Select(g => g.Amplitude), 0.5, 1.5);
        AssertUniform(truth.Select(g => g.Theta), -Math.PI / 2, Math.PI / 2);
        AssertUniform(truth.SelectMany(g => new[] { g.SigmaMajor, g.SigmaMinor }), Many.SigmaMin, Many.SigmaMax);
    }

    [Fact]
    public void PrincipalDeviationsAreIndependent()
    {
        // The larger of two independent uniform numbers in [0, 1] has the mean ⅔ and the variance 1/18.
        IReadOnlyList<Gaussian> truth = SyntheticField.Generate(Many).Truth;
        double mean = truth.Average(g => (g.SigmaMajor - Many.SigmaMin) / (Many.SigmaMax - Many.SigmaMin));
        Assert.InRange((mean - 2.0 / 3) * Math.Sqrt(18.0 * truth.Count), -4, 4);
    }

    [Fact]
    public void PerturbationsAreIndependentStandardNormals()
    {
        SyntheticField field = SyntheticField.Generate(Many);
        double[][] normals = [.. field.Truth.Zip(field.Initial, (t, i) => Normals(t, i, Many.Perturbation))];
        double rootCount = Math.Sqrt(normals.Length);
        for (int j = 0; j < Gaussian.ParameterCount; j++)
        {
            Assert.InRange(normals.Average(n => n[j]) * rootCount, -4, 4);
            Assert.InRange((normals.Average(n => n[j] * n[j]) - 1) * rootCount / Math.Sqrt(2), -4, 4);
            Assert.InRange((normals.Average(n => Math.Pow(n[j], 4)) - 3) * rootCount / Math.Sqrt(96), -4, 4);
            for (int k = 0; k < j; k++)
            {
                Assert.InRange(normals.Average(n => n[j] * n[k]) * rootCount, -4, 4);
            }
        }
    }

    [Fact]
    public void NoPerturbationGivesTheTruth()
    {
        SyntheticField field = SyntheticField.Generate(Small with { Perturbation = 0 });
        Assert.Equal(field.Truth, field.Initial);
    }

    [Fact]
    public void CentresPerturbedOutOfTheRasterAreKept()
    {
        SyntheticField field = SyntheticField.Generate(Many with { Perturbation = 2 });
        Assert.Equal(Many.Components, field.Initial.Count());
        Assert.Contains(field.Initial, g => g.X < -0.5 && g.IsValid);
    }

    [Fact]
    public void PerturbationLeavesRasterAndTruthAlone()
    {
        Assert.Equal(
            SyntheticField.Generate(Small).Truth, SyntheticField.Generate(Small with { Perturbation = 0.4 }).Truth);
        Assert.NotEqual(SyntheticField.Generate(Small).Truth, SyntheticField.Generate(Small with { Seed = 43 }).Truth);
    }

    [Fact]
    public void ListsBringBackTheSameBits()
    {
        using var directory = new TemporaryDirectory();
        SyntheticField field = SyntheticField.Generate(Small);
        WriteAll(field, directory);
        Assert.Equal(field.Truth, ComponentCatalog.Read(directory["truth.csv"]));
        Assert.Equal(field.Initial, ComponentCatalog.Read(directory["init.csv"]));
        Assert.Equal(["init.csv", "truth.csv", "z.npy"], directory.Names);
    }

    [Fact]
    public void CancellationLeavesNothingBehind()
    {
        using var directory = new TemporaryDirectory();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var paths = new SyntheticFieldPaths(directory["z.npy"], directory["truth.csv"], directory["init.csv"]);
        SyntheticField field = SyntheticField.Generate(Small);
        Assert.ThrowsAny<OperationCanceledException>(() => field.Write(paths, cancelled.Token));
        Assert.Empty(directory.Names);
    }

    [Fact]
    public void PlacesThatCannotBeWrittenAreNamedAndNothingIsLeftBehind()
    {
        using var directory = new TemporaryDirectory();
        string raster = directory[Path.Combine("missing", "z.npy")];
        var paths = new SyntheticFieldPaths(raster, directory["truth.csv"]);
        var fault = Assert.Throws<InputException>(() => SyntheticField.Generate(Small).Write(paths));
        Assert.Contains(raster, fault.Message);
        Assert.Empty(directory.Names);
    }

    [Fact]
    public void TwoOutputsOfOneNameAreRefused()
    {
        using var directory = new TemporaryDirectory();
        var paths = new SyntheticFieldPaths(directory["z.npy"], directory["a.csv"], directory["a.csv"]);
        Assert.Throws<InputException>(() => SyntheticField.Generate(Small).Write(paths));
        Assert.Empty(directory.Names);
    }

    public static TheoryData<SyntheticFieldOptions, string> BadOptions => new()
    {
        { Small with { Width = 0 }, "--width 0" },
        { Small with { Height = -3 }, "--height -3" },
        { Small with { Components = -1 }, "--components -1" },
        { Small with { SigmaMin = 0 }, "--sigma-min 0" },
        { Small with { SigmaMin = double.NaN }, "--sigma-min NaN" },
        { Small with { SigmaMin = 3, SigmaMax = 2 }, "--sigma-max 2" },
        { Small with { Noise = -0.5 }, "--noise -0.5" },
        { Small with { Perturbation = double.PositiveInfinity }, "--perturb Infinity" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void BadOptionsAreNamed(SyntheticFieldOptions options, string start) =>
        Assert.StartsWith(start, Assert.Throws<InputException>(() => SyntheticField.Generate(options)).Message);

    private static void WriteAll(SyntheticField field, TemporaryDirectory directory) =>
        field.Write(new SyntheticFieldPaths(directory["z.npy"], directory["truth.csv"], directory["init.csv"]));

    private static double[] Normals(Gaussian truth, Gaussian initial, double p) =>
    [
        2 / p * Math.Log(initial.Amplitude / truth.Amplitude),
        (initial.X - truth.X) / (p * truth.L11),
        (initial.Y - truth.Y) / (p * truth.L22),
        2 / p * Math.Log(initial.L11 / truth.L11),
        2 * (initial.L21 - truth.L21) / (p * truth.L22),
        2 / p * Math.Log(initial.L22 / truth.L22),
    ];

    /// <summary>χ² over 20 equal bins, 19 degrees of freedom: chance exceeds 50.8 once in 10,000 times.</summary>
    private static void AssertUniform(IEnumerable<double> values, double from, double to)
    {
        const double tolerance = 1e-9;
        var counts = new int[20];
        foreach (double value in values)
        {
            Assert.InRange(value, from - tolerance, to + tolerance);
            counts[Math.Clamp((int)((value - from) / (to - from) * counts.Length), 0, counts.Length - 1)]++;
        }

        double expected = counts.Average();
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 50.8);
    }
}
