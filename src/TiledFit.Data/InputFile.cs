using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data;

/// <summary>Opens files that the user names.</summary>
public static class InputFile
{
    /// <summary>Opens a file for reading from its start; others may read it, too.</summary>
    /// <param name="path">The file, one in GDAL's virtual file systems, or a pipe.</param>
    /// <exception cref="InputException">Missing, a directory, or not readable.</exception>
    public static Stream OpenRead(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a directory; a file is needed");
        }
        try
        {
            return FileStore.IsVirtual(path)
                ? VirtualFile.OpenRead(path)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path} does not exist", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
