using System.CommandLine;
using System.Diagnostics;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Core.Profiles;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Profiles;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Engine.Profiles;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary>
/// What <c>tiledfit fit</c> does where its input is a profile, and the options that only profiles have.
/// </summary>
internal sealed class ProfileFitting
{
    private readonly Option<string?> _column = OptionFactory.OptionalText(
        "--column", "NAME", "Of a CSV or Parquet file, the column to fit as a profile.");

    private readonly Option<string?> _x = OptionFactory.OptionalText(
        "--x", "NAME", "The column that says where the profile's samples are, instead of the row's index.");

    /// <summary>In the order of the help text.</summary>
    public IReadOnlyList<Option> Options => [_column, _x];

    /// <summary>
    /// Whether the input is a profile: a <c>.npy</c> of one axis, or a table, unless expectation maximisation takes
    /// that as points.
    /// </summary>
    /// <exception cref="InputException">It is none and has options of one, or is one and has a method of others.
    /// </exception>
    public bool IsMeant(ParseResult arguments, string input, FitMethod method)
    {
        bool isVector = ProfileFile.IsVector(input);
        bool isMeant = isVector || (ProfileFile.IsTable(input) && method == FitMethod.LeastSquares);
        if (isVector && method != FitMethod.LeastSquares)
        {
            throw new InputException($"{input} is a profile, which is fitted by --method lm");
        }

        foreach (Option option in Options)
        {
            if (!isMeant && arguments.GetResult(option) is { Implicit: false })
            {
                throw new InputException(
                    $"{option.Name} goes with profiles, columns of .csv or .parquet by --method lm; {input} is none");
            }
        }

        return isMeant;
    }

    /// <summary>Fits and reports.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="job">What it asks for.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="describedOptions">For the manifest.</param>
    /// <param name="total">Runs since the command began.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The report, and what people are told.</returns>
    public (FitReport Report, FactSheet Summary) Run(
        ParseResult arguments, JobDescription job, FitOptions options,
        IReadOnlyDictionary<string, string> describedOptions, Stopwatch total, CancellationToken cancellation)
    {
        if (job.Selection != PixelSelection.All)
        {
            throw new InputException($"{job.Input} is a profile; --weights, --mask and --saturation go with rasters");
        }

        string? column = arguments.GetValue(_column), x = arguments.GetValue(_x);
        var run = new ProfileRun(options, job.Output, job.Overwrite)
        {
            Software = Software.NameAndVersion,
            DescribedOptions = Describe(describedOptions, column, x),
        };
        double start = total.Elapsed.TotalSeconds;
        ProfileFile input = ProfileFile.Read(job.Input, new ProfileOpenOptions(column, x, job.NoData));
        IReadOnlyList<ProfileGaussian>? initial = job.Init is { } init ? ProfileCatalog.Read(init) : null;
        double read = total.Elapsed.TotalSeconds - start;
        ProfileResult result = run.Execute(input, initial, cancellation);
        var report = FitReport.OfProfile(result, read, total.Elapsed.TotalSeconds);
        return (report, FitSummary.OfProfile(input, result.Fit, report, options.MaxSweeps, job.Output));
    }

    private static Dictionary<string, string> Describe(
        IReadOnlyDictionary<string, string> options, string? column, string? x)
    {
        var described = options
            .Where(option => option.Key is not ("tile" or "ring" or "band" or "plane"))
            .ToDictionary();
        foreach ((string name, string? value) in new[] { ("column", column), ("x", x) })
        {
            if (value is not null)
            {
                described[name] = value;
            }
        }

        return described;
    }
}
