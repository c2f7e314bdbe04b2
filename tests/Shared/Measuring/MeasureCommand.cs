using System.CommandLine;
using System.Diagnostics;
using TiledFit.Core;

namespace TiledFit.Tests.Shared.Measuring;

/// <summary>The command that fills a document's places with what it measures.</summary>
internal static class MeasureCommand
{
    /// <summary>Creates it.</summary>
    /// <param name="preset">The document where none is named, from the root of the repository.</param>
    /// <param name="measurements">Makes what measures.</param>
    public static RootCommand Create(string preset, Func<MeasureRequest, IMeasurements> measurements)
    {
        var document = new Option<string>("--document")
        {
            HelpName = "FILE",
            Description = "Whose tables are measured anew.",
            DefaultValueFactory = _ => preset,
        };
        var only = new Option<string[]>("--only")
        {
            HelpName = "PLACE",
            Description = "Places to fill; all unless they are named.",
            AllowMultipleArgumentsPerToken = true,
        };
        var quick = new Option<bool>("--quick")
        {
            Description =
                "Measures as little as shows that everything runs, and prints it; the document stays as it is.",
        };
        var command = new RootCommand($"Measures what {preset.Replace('\\', '/')} says.") { document, only, quick };
        command.SetAction(arguments =>
        {
            try
            {
                Measure(
                    arguments.GetRequiredValue(document), arguments.GetValue(only) ?? [], arguments.GetValue(quick),
                    measurements);
                return 0;
            }
            catch (InputException e)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Measure(
        string path, string[] only, bool quick, Func<MeasureRequest, IMeasurements> measurements)
    {
        if (!File.Exists(path))
        {
            throw new InputException(
                $"{path} does not exist; run this in the root of the repository, or give --document");
        }

        var document = new MeasuredDocument(File.ReadAllText(path));
        string[] places = [.. document.Places];
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("tiledfit-measured-");
        try
        {
            string home = Path.GetDirectoryName(Path.GetFullPath(path))!;
            IMeasurements source = measurements(new MeasureRequest(quick, home, scratch.FullName));
            Check(path, places, [.. source.Places.Keys], only);
            foreach (string place in only.Length == 0 ? places : only)
            {
                if (Measured(place, source) is { } measured)
                {
                    Put(place, measured, document, quick ? null : path);
                }
            }
        }
        finally
        {
            scratch.Delete(true);
        }
    }

    private static void Check(string path, string[] places, string[] measured, string[] only)
    {
        string known = string.Join(", ", measured);
        if (only.Except(measured).FirstOrDefault() is { } unknown)
        {
            throw new InputException($"--only {unknown}: nothing of that name is measured; name some of {known}");
        }

        if (!places.Order().SequenceEqual(measured.Order()))
        {
            throw new InputException($"{path} has places {string.Join(", ", places)}; it needs each of {known} once");
        }
    }

    /// <returns>Null where something is missing.</returns>
    private static string? Measured(string place, IMeasurements source)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            string measured = source.Measure(place);
            Console.Error.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,7:0.0} s  {place}"));
            return measured;
        }
        catch (MissingDataException e)
        {
            Console.Error.WriteLine($"{place} stays as it is: {e.Message}");
            return null;
        }
    }

    private static void Put(string place, string measured, MeasuredDocument document, string? path)
    {
        if (path is null)
        {
            Console.WriteLine($"{place}\n\n{measured}");
        }
        else
        {
            document.Fill(place, measured);
            File.WriteAllText(path, document.Text);
        }
    }
}
