using TiledFit.Core;

namespace TiledFit.Data.Results;

/// <summary>The places within a result's directory, and whether it can take a result.</summary>
public static class ResultDirectory
{
    /// <summary>Written last: without it there is no result.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The table of tiles.</summary>
    public const string TilesName = "tiles.parquet";

    /// <summary>The table of sweeps.</summary>
    public const string SweepsName = "sweeps.parquet";

    /// <summary>Holds the component files.</summary>
    public const string ComponentsName = "components";

    /// <summary>Where files stand until all of them are written.</summary>
    internal const string PartialName = ".partial";

    internal const string PartPattern = "part-*.parquet";

    /// <summary>True when the directory holds a finished result.</summary>
    public static bool HoldsResult(string directory) => File.Exists(Path.Combine(directory, ManifestName));

    /// <summary>
    /// Checks, before any work is done, that a result can be written; leaves nothing behind. A directory that does not
    /// exist is made by <see cref="ResultWriter"/>, so here it is enough that its parent can be written.
    /// </summary>
    /// <param name="directory">The directory to be.</param>
    /// <param name="overwrite">Whether a result that is already there may be replaced.</param>
    /// <exception cref="InputException">It is a file, holds a result and may not be replaced, or cannot be written.
    /// </exception>
    public static void Prepare(string directory, bool overwrite)
    {
        if (string.IsNullOrWhiteSpace(directory))
        {
            throw new InputException("the output directory has no name; give one with -o");
        }
        if (HoldsResult(directory) && !overwrite)
        {
            throw new InputException($"{directory} already holds a result; add --overwrite to replace it");
        }
        string existing = Path.GetFullPath(directory);
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
            {
                throw new InputException($"{existing} is a file; the output needs a directory");
            }
            existing = Path.GetDirectoryName(existing)
                ?? throw new InputException($"{directory} cannot be made: none of its parents exists");
        }
        ProbeWriting(existing);
    }

    /// <summary>True when a path from a manifest stays within the result's directory.</summary>
    internal static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..");

    internal static string ComponentsPart(int index) => $"{ComponentsName}/part-{index:D5}.parquet";

    private static void ProbeWriting(string directory)
    {
        string probe = Path.Combine(directory, $".probe-{Guid.NewGuid():N}");
        try
        {
            using var stream = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory} cannot be written: {e.Message}", e);
        }
    }
}
