using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Engine.Comparison;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit compare</c>: how well a result reproduces known components.</summary>
internal sealed class CompareCommand : RunnableCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "A result." };
    private readonly Option<string> _truth = new("--truth")
    {
        HelpName = "FILE",
        Description = "What is there, CSV: x, y, and if known amplitude, chol_11, chol_21, chol_22.",
        Required = true,
    };

    private readonly Option<double> _radius = OptionFactory.Number(
        "--radius", "PX", "Largest distance of a pair.", () => CatalogMatcher.DefaultRadius);

    private readonly Option<int?> _frame = OptionFactory.OptionalWhole(
        "--frame", "N", "The frame whose rows to take, where the truth has a column \"frame\".");

    private readonly Option<string?> _report = OptionFactory.OptionalText(
        "--report", "FILE", "Write the figures as JSON.");

    public CompareCommand()
        : base("compare", "Matches a result with known components, one to one, nearest first.")
    {
        Arguments.Add(_directory);
        AddOptions(_truth, _radius, _frame, _report);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        double radius = arguments.GetValue(_radius);
        if (!(radius > 0 && double.IsFinite(radius)))
        {
            throw new InputException($"--radius {Format.Number(radius)} must be a positive number");
        }

        string? reportFile = arguments.GetValue(_report);
        OutputFile.Check(
            reportFile, arguments.GetRequiredValue(_directory), arguments.GetRequiredValue(_truth));
        ResultReader result = ResultReader.Open(arguments.GetRequiredValue(_directory)).OfRaster();
        List<CatalogEntry> truth = TruthCatalog.Read(arguments.GetRequiredValue(_truth), arguments.GetValue(_frame));
        CatalogEntry[] found = result.ReadComponents().Select(row => CatalogEntry.From(row.Component.Shape)).ToArray();
        MatchReport report = CatalogMatcher.Compare(truth, found, radius);
        Facts(report).Write(arguments.InvocationConfiguration.Output);
        ReportJson.Write(report, ReportJson.Default.MatchReport, reportFile, null);
        return ExitCode.Done;
    }

    private static FactSheet Facts(MatchReport report) => new FactSheet()
        .Add("Truth", Format.Count(report.Truth))
        .Add("Found", Format.Count(report.Found))
        .Add("Matched", $"{Format.Count(report.Matched)} within {Format.Number(report.Radius)} px")
        .Add("Completeness", Format.Percent(report.Matched, report.Truth))
        .Add("Purity", Format.Percent(report.Matched, report.Found))
        .Add("RMS centre", report.RmsCentre is { } centre ? $"{Format.Rounded(centre, 4)} px" : null)
        .Add("RMS amplitude", report.RmsAmplitude is { } amplitude ? $"{Format.Rounded(amplitude, 4)} relative" : null)
        .Add("RMS sigma", report.RmsSigma is { } sigma ? $"{Format.Rounded(sigma, 4)} relative" : null);
}
