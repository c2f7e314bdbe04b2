using TiledFit.Core;

namespace TiledFit.Cli.Commands;

/// <summary>Files that a command writes when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>Checks before the work that a file can be written after it.</summary>
    /// <param name="path">The file, or null for none.</param>
    /// <param name="madeMeanwhile">A directory that the work makes, or null.</param>
    /// <exception cref="InputException">It is a directory, or its directory does not exist.</exception>
    public static void Check(string? path, string? madeMeanwhile = null)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a directory; name a file");
        }

        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        bool isMade = madeMeanwhile is not null
            && Path.TrimEndingDirectorySeparator(Path.GetFullPath(madeMeanwhile)) == directory;
        if (!isMade && !Directory.Exists(directory))
        {
            throw new InputException($"{path} cannot be written: there is no directory {directory}");
        }
    }
}
