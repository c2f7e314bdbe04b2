using TiledFit.Answers;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Tests.Shared.Measuring;

namespace TiledFit.Engine.Tests;

/// <summary>What docs/answers.md is measured by, in small.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void TheDocumentHasAFilledPlaceForWhateverIsMeasured()
    {
        string text = File.ReadAllText(DocumentPath()).ReplaceLineEndings("\n");
        var document = new MeasuredDocument(text);
        var run = new AnswersRun(ExperimentScale.Quick, _directory.Path, TextWriter.Null);
        Assert.Equal(run.Places.Keys.Order(), document.Places.Order());
        Assert.Equal(run.Places.Count, text.Split("<!-- measured: ").Length - 2);
        Assert.Contains(
            "\n    dotnet run -c Release --project tests/TiledFit.Answers\n", text, StringComparison.Ordinal);
        foreach (string place in document.Places)
        {
            string[] rest = text.Split($"<!-- measured: {place} -->\n");
            Assert.Contains("|---|", rest[1].Split("<!-- end -->")[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OnlyThePlaceIsFilledAndFilledAgain()
    {
        const string rest = "<!-- end -->\n\nb\n\n<!-- measured: y -->\nold\n<!-- end -->\n";
        var document = new MeasuredDocument("a\n\n<!-- measured: x -->\n" + rest);
        document.Fill("x", "| 1 |\n");
        document.Fill("x", "| 2 |\n| 3 |\n");
        Assert.Equal("a\n\n<!-- measured: x -->\n\n| 2 |\n| 3 |\n\n" + rest, document.Text);
        Assert.Contains(
            "0 places for 'z'", Assert.Throws<InputException>(() => document.Fill("z", "")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("likelihood", 3)]
    [InlineData("count", 2)]
    [InlineData("terrain", 1)]
    [InlineData("cost", 3)]
    public void APlaceGetsATable(string place, int rows)
    {
        IMeasurements run = new AnswersRun(ExperimentScale.Quick, _directory.Path, TextWriter.Null);
        Assert.Equal(rows + 2, run.Measure(place).Split('\n').Count(line => line.StartsWith('|')));
    }

    /// <summary>From nearby all but EM, whose optimum is another, come to E(truth)·(1 − 6K/n).</summary>
    [Fact]
    public void MethodsComeToOneOptimumFromNearby()
    {
        ConvergenceExperiment experiment = ConvergenceExperiment.Run(
            ExperimentScale.Quick with { Perturbations = [0.1] }, 6, null, _directory.Path);
        const double expected = 1 - 6.0 * 6 / (48 * 48);
        foreach (string method in Method.FromGivenStart.Select(method => method.Name))
        {
            bool ends = method != "EM alone";
            Assert.Equal(ends ? 1 : 0, experiment.Share(method, 0.1, 1e-3));
            Assert.All(
                experiment.OverTruth(method, 0.1), ratio => Assert.Equal(ends, Math.Abs(ratio - expected) < 0.01));
        }

        Assert.Equal(2, experiment.Of("LM", 0.1).Count());
        Assert.False(experiment.Has(ConvergenceExperiment.CeresName));
        using var writer = new StringWriter();
        ConvergenceTables.Shares([experiment], writer);
        Assert.Contains("| LM | 100 / 100 % |", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("| Ceres | not measured |", writer.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Round ones of equal σ at a distance d have ρ = exp(−d²/(4σ²)), ½ at 1.67 σ, and Q = d²/(2σ²).</summary>
    [Theory]
    [InlineData(1.6, 1, 1)]
    [InlineData(1.7, 1, 0)]
    [InlineData(7.0, 1, 0)]
    [InlineData(7.1, 0, 0)]
    public void OverlapOfTwo(double distance, double couplings, double blended) => Assert.Equal(
        new Overlap(couplings, blended), Overlap.Of([new(1, 10, 10, 3, 0, 3), new(2, 10 + 3 * distance, 10, 3, 0, 3)]));

    [Fact]
    public void AnExponentIsThatOfThePower() =>
        Assert.Equal(1.5, PowerLaw.Exponent([(1, 3), (10, 3 * Math.Pow(10, 1.5)), (70, 3 * Math.Pow(70, 1.5))]), 1e-12);

    [Fact]
    public void TheObjectiveIsThatOfTheFit()
    {
        using var field = new TestField(_directory.Path, 40, 5, 3);
        FitResult fit = Method.LeastSquares.Run(field, field.Start(0.2));
        Gaussian[] found = [.. fit.Components.Select(row => row.Component.Shape)];
        Assert.Equal(fit.Objective, field.Objective(found), 1e-9 * fit.Objective);
    }

    public void Dispose() => _directory.Dispose();

    private static string DocumentPath()
    {
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root!, "TiledFit.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.Combine(root!, "docs", "answers.md");
    }
}
