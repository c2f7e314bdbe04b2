using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Data.Rasters.Isolation;
using TiledFit.Data.Results;
using TiledFit.Server.Files;

namespace TiledFit.Server.Jobs;

/// <summary>What a server accepts of a description.</summary>
/// <param name="files">Which files it may name.</param>
/// <param name="maxTile">Largest side of a tile, px.</param>
/// <param name="limits">Of the processes that read rasters.</param>
internal sealed partial class JobRules(FilePolicy files, int maxTile, ReaderLimits limits)
{
    private const int LongestPath = 300;

    private const string Missing =
        "does not exist on the server; the file must lie under its input roots, which --input-root of serve names";

    /// <summary>Checks values and paths; what was found wrong before is not checked again.</summary>
    public void CheckValues(JobDescription description, FieldErrors errors)
    {
        foreach ((string option, string problem) in description.ToFitOptions(threads: 1).Violations())
        {
            Add(errors, MemberOf(option), problem);
        }

        Add(errors, "tile", description.Tile > maxTile ? $"must be at most {maxTile} here" : null);
        Add(errors, "ring", description.Ring > maxTile ? $"must be at most {maxTile} here" : null);
        Add(errors, "band", description.Band < 1 ? "must be at least 1" : null);
        Add(
            errors, "plane",
            description.Plane is { } plane && !Plane().IsMatch(plane)
                ? "must be a number from 1, or up to five with commas between" : null);
        foreach ((string field, string path) in Rasters(description).Where(raster => !errors.Has(raster.Field)))
        {
            Add(errors, field, About(path, files.ProblemWithRaster(path)));
        }

        if (!errors.Has("output"))
        {
            Add(errors, "output", About(description.Output, files.ProblemWithOutput(description.Output)));
        }

        if (description.Init is { } init && !errors.Has("init"))
        {
            Add(errors, "init", About(init, files.ProblemWithInput(init)));
        }
    }

    /// <summary>Checks that the files are there and the result has a place, so that nobody waits in vain.</summary>
    public void CheckFiles(JobDescription description, FieldErrors errors)
    {
        foreach ((string field, string path) in Rasters(description))
        {
            bool isPlain = !path.StartsWith("/vsi", StringComparison.Ordinal);
            if (isPlain && !Path.Exists(RasterFactory.FileOf(path)))
            {
                errors.Add(field, About(path, Missing));
            }
            else if (Directory.Exists(path))
            {
                // Some formats of GDAL's are directories.
                AddFault(errors, field, () => Open(description).Dispose());
            }
        }

        if (description.Init is { } init && !File.Exists(init))
        {
            errors.Add("init", About(init, Directory.Exists(init) ? "is a directory, not a table" : Missing));
        }

        AddFault(
            errors, "output", () => ResultDirectory.Prepare(description.Output, description.Overwrite));
    }

    /// <summary>
    /// Checks the paths once more, as the links on them may have changed, and opens the raster with what masks and
    /// weighs it.
    /// </summary>
    /// <exception cref="InputException">A path is not allowed any more, or the raster cannot be used.</exception>
    public IRaster Open(JobDescription description)
    {
        foreach ((_, string path) in Rasters(description))
        {
            Require(path, files.ProblemWithRaster(path));
        }

        Require(description.Output, files.ProblemWithOutput(description.Output));
        Require(description.Init, description.Init is { } init ? files.ProblemWithInput(init) : null);
        var options = new RasterOpenOptions
        {
            Band = description.Band,
            Plane = description.Plane,
            NoData = description.NoData,
        };
        IRaster raster = description.Selection.Apply(
            OpenRaster(description.Input, options), path => OpenRaster(path, new RasterOpenOptions()));
        int side = Math.Max(raster.Info.Width, raster.Info.Height);
        if (description.Tile > 0 || side <= maxTile)
        {
            return raster;
        }

        raster.Dispose();
        throw new InputException(
            $"{description.Input}: --tile 0 makes one tile of {side} px, and this server takes at most {maxTile}");
    }

    private IRaster OpenRaster(string path, RasterOpenOptions options) =>
        RasterFactory.OpenIsolated(path, options with { Drivers = files.Drivers }, limits);

    private static IEnumerable<(string Field, string Path)> Rasters(JobDescription description)
    {
        yield return ("input", description.Input);
        if (description.Weights is { } weights)
        {
            yield return ("weights", weights);
        }

        if (description.Mask is { } mask)
        {
            yield return ("mask", mask);
        }
    }

    private static void Require(string? path, string? problem)
    {
        if (problem is not null)
        {
            throw new InputException(About(path!, problem));
        }
    }

    private static void AddFault(FieldErrors errors, string field, Action check)
    {
        try
        {
            check();
        }
        catch (InputException e)
        {
            errors.Add(field, e.Message);
        }
    }

    /// <summary>A problem with the path it is about; no answer grows with what a client makes up.</summary>
    [return: NotNullIfNotNull(nameof(problem))]
    private static string? About(string path, string? problem) =>
        problem is null ? null : $"'{(path.Length > LongestPath ? path[..LongestPath] + "…" : path)}' {problem}";

    private static void Add(FieldErrors errors, string field, string? problem)
    {
        if (problem is not null)
        {
            errors.Add(field, problem);
        }
    }

    /// <summary>Such as maxSweeps of --max-sweeps.</summary>
    private static string MemberOf(string option)
    {
        string[] words = option.TrimStart('-').Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,4}\z")]
    private static partial Regex Plane();
}
