namespace TiledFit.Server.Files;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>
    /// The path with every symbolic link of its existing part followed; what does not exist is kept as it is.
    /// </summary>
    /// <param name="path">Absolute, without "." and "..".</param>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        int links = 0;
        return Follow(path, ref links);
    }

    private static string Follow(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        string real = Path.Combine(Follow(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(real).LinkTarget is not { } target)
        {
            return real;
        }

        if (++links > MostLinks)
        {
            throw new IOException($"{path}: too many symbolic links");
        }

        return Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links);
    }
}
