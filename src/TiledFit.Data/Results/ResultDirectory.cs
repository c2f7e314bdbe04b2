using TiledFit.Core;
using TiledFit.Data.Storage;

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

    /// <summary>The table of the nodes of a background's mesh, where there is one.</summary>
    public const string BackgroundName = "background.parquet";

    /// <summary>The picture.</summary>
    public const string PictureName = "preview.png";

    /// <summary>Holds the component files.</summary>
    public const string ComponentsName = "components";

    /// <summary>How the files of an interrupted fit begin.</summary>
    public const string CheckpointName = ".tiledfit-checkpoint";

    /// <summary>Where files stand until all of them are written.</summary>
    internal const string PartialName = ".tiledfit-partial";

    internal const string PartPrefix = ComponentsName + "/part-";

    /// <summary>Held open while a run writes.</summary>
    internal const string LockName = ".tiledfit-lock";

    /// <summary>True when the directory holds a finished result.</summary>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static bool HoldsResult(string directory) => FileStore.Of(directory).LengthOf(ManifestName) is not null;

    /// <summary>
    /// Checks, before any work is done, that a result can be written; leaves nothing behind. A directory that does not
    /// exist is made by <see cref="ResultWriter"/>, so here it is enough that its parent can be written.
    /// </summary>
    /// <param name="directory">The directory to be.</param>
    /// <param name="overwrite">Whether a result that is already there may be replaced.</param>
    /// <exception cref="InputException">It is a file, holds a result and may not be replaced, or cannot be written.
    /// </exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static void Prepare(string directory, bool overwrite)
    {
        if (string.IsNullOrWhiteSpace(directory))
        {
            throw new InputException("the output directory has no name; give one with -o");
        }
        IFileStore store = FileStore.Of(directory);
        if (HoldsResult(directory) && !overwrite)
        {
            string remedy = CheckpointsIn(store).Any()
                ? "add --overwrite --resume to go on with the fit that was interrupted there and replace it"
                : "add --overwrite to replace it";
            throw new InputException($"{directory} already holds a result; {remedy}");
        }
        CheckContent(directory, store);
        if (FileStore.IsVirtual(directory))
        {
            store.Probe();
            return;
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
        FileStore.Of(existing).Probe();
    }

    /// <summary>The checkpoints of an interrupted fit, by their names in its output directory.</summary>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static IEnumerable<string> CheckpointsIn(IFileStore store) =>
        store.NamesFrom($"{CheckpointName}-").Where(name => name.Length == CheckpointName.Length + 2);

    /// <summary>True when a file is, or would be, a part of the result in a directory.</summary>
    public static bool Owns(string directory, string path)
    {
        string first = Path.GetRelativePath(directory, path).Split(Path.DirectorySeparatorChar)[0];
        return first is ManifestName or TilesName or SweepsName or BackgroundName or ComponentsName
            or PictureName;
    }

    /// <summary>True when a path from a manifest stays within the result's directory.</summary>
    internal static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..");

    internal static string ComponentsPart(int index) => $"{ComponentsName}/part-{index:D5}.parquet";

    /// <summary>Only what a manifest of ours stands beside may be replaced.</summary>
    private static void CheckContent(string directory, IFileStore store)
    {
        if (HoldsResult(directory))
        {
            ManifestJson.Read(store.PathOf(ManifestName));
            return;
        }

        if (store.IsHalfReplaced)
        {
            return;
        }

        foreach (string name in new[] { ComponentsName, TilesName, SweepsName, BackgroundName })
        {
            if (store.Holds(name))
            {
                throw new InputException(
                    $"{directory} holds {name} but no {ManifestName}, so it is not a finished result to replace; "
                    + "name another directory, or move it away");
            }
        }
    }
}
