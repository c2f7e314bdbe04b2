using TiledFit.Core;

namespace TiledFit.Cli.Commands;

/// <summary>Files that a command writes when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>Checks before the work that a file can be written after it.</summary>
    /// <param name="path">The file, or null for none.</param>
    /// <exception cref="InputException">It is a directory, or its directory does not exist.</exception>
    public static void Check(string? path)
    {
        if (path is null)
            return;
        if (Directory.Exists(path))
            throw new InputException($"{path} is a directory; name a file");
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(directory))
            throw new InputException($"{path} cannot be written: there is no directory {directory}");
    }
}
