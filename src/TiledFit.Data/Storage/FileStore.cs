using System.Text;

namespace TiledFit.Data.Storage;

/// <summary>
/// Leads from paths to stores: those that GDAL's virtual file systems serve (<c>/vsis3/…</c>, <c>/vsigs/…</c>,
/// <c>/vsiaz/…</c>) are objects, all others are files on a disk.
/// </summary>
public static class FileStore
{
    /// <summary>The store that is a directory.</summary>
    /// <exception cref="Core.InputException">It takes GDAL, which is not installed.</exception>
    public static IFileStore Of(string directory) =>
        IsVirtual(directory) ? new VirtualFileStore(directory) : new LocalFileStore(directory);

    /// <summary>The store that a file is in, and its name there.</summary>
    /// <exception cref="Core.InputException">It takes GDAL, which is not installed.</exception>
    public static (IFileStore Store, string Name) Split(string path)
    {
        if (!IsVirtual(path))
        {
            return (new LocalFileStore(Path.GetDirectoryName(path) ?? path), Path.GetFileName(path));
        }

        int slash = path.LastIndexOf('/');
        return (new VirtualFileStore(path[..slash]), path[(slash + 1)..]);
    }

    /// <summary>Writes a small file, over one that is there already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content, in UTF-8.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        if (IsVirtual(path))
        {
            VirtualFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            File.WriteAllText(path, text);
        }
    }

    /// <summary>True for paths in GDAL's virtual file systems.</summary>
    public static bool IsVirtual(string path) => path.StartsWith("/vsi", StringComparison.Ordinal);

    /// <summary>A path that means the same in every current directory.</summary>
    public static string FullPathOf(string path) => IsVirtual(path) ? path : Path.GetFullPath(path);
}
