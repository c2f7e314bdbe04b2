using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;

namespace TiledFit.Cli.Commands;

/// <summary>Files that a command writes when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>Refuses GDAL's files in memory, which go with the process.</summary>
    /// <exception cref="InputException">It is one of them.</exception>
    public static void CheckStays(string path)
    {
        if (path.StartsWith("/vsimem/", StringComparison.Ordinal))
        {
            throw new InputException($"{path} would go with the process; name a place on a disk or in an object store");
        }
    }

    /// <summary>Checks before the work that a file can be written after it.</summary>
    /// <param name="path">The file, or null for none.</param>
    /// <param name="madeMeanwhile">A result directory that the work makes or reads, or null.</param>
    /// <param name="inputs">Files that the work reads.</param>
    /// <exception cref="InputException">It is a directory, its directory does not exist, or it would replace an input
    /// or a part of the result.</exception>
    public static void Check(string? path, string? madeMeanwhile = null, params string?[] inputs)
    {
        if (path is null)
        {
            return;
        }

        CheckStays(path);
        string full = FileStore.FullPathOf(path);
        if (madeMeanwhile is not null && FileStore.FullPathOf(madeMeanwhile) == full)
        {
            throw new InputException($"{path} is the directory of the result; name a file");
        }

        if (inputs.Any(input => input is not null && FileStore.FullPathOf(input) == full))
        {
            throw new InputException($"{path} is read as input and would be overwritten; name another file");
        }

        if (madeMeanwhile is not null && ResultDirectory.Owns(madeMeanwhile, full))
        {
            throw new InputException($"{path} belongs to the result in {madeMeanwhile}; name another file");
        }

        if (FileStore.IsVirtual(path))
        {
            FileStore.Split(path).Store.Probe();
            return;
        }

        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a directory; name a file");
        }

        string directory = Path.GetDirectoryName(full)!;
        bool isMade = madeMeanwhile is not null
            && Path.TrimEndingDirectorySeparator(Path.GetFullPath(madeMeanwhile)) == directory;
        if (!isMade && !Directory.Exists(directory))
        {
            throw new InputException($"{path} cannot be written: there is no directory {directory}");
        }
    }
}
