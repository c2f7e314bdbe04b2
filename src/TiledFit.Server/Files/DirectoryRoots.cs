using TiledFit.Core;

namespace TiledFit.Server.Files;

/// <summary>The directories that a client's paths must lie under.</summary>
internal sealed class DirectoryRoots
{
    private const int LongestPath = 4096;
    private readonly string _purpose;
    private readonly string[] _roots;

    /// <param name="purpose">"input" or "output", for the messages.</param>
    /// <param name="roots">The directories; none for the current one.</param>
    /// <exception cref="InputException">One does not exist.</exception>
    public DirectoryRoots(string purpose, IReadOnlyList<string> roots)
    {
        _purpose = purpose;
        IEnumerable<string> given = roots.Count > 0 ? roots : [Environment.CurrentDirectory];
        _roots = [.. given.Select(root => Directory.Exists(root)
            ? RealPath.Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)))
            : throw new InputException($"--{purpose}-root {root} is not a directory"))];
    }

    /// <summary>What is wrong with a path, or null. Every symbolic link that exists is followed.</summary>
    public string? ProblemWith(string path)
    {
        if (Malformed(path) is { } problem)
        {
            return problem;
        }

        try
        {
            string real = RealPath.Of(Path.TrimEndingDirectorySeparator(path));
            return _roots.Contains(real) ? $"is one of the {_purpose} roots itself; name something in it"
                : _roots.Any(root => IsUnder(real, root)) ? null
                : $"lies under none of the {_purpose} roots, which --{_purpose}-root of serve names";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be looked up";
        }
    }

    private static bool IsUnder(string path, string root) =>
        path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    private static string? Malformed(string path)
    {
        if (path.Length is 0 or > LongestPath)
        {
            return $"must be a path of 1 to {LongestPath} characters";
        }

        if (path.Any(char.IsControl))
        {
            return "holds a control character";
        }

        if (!Path.IsPathFullyQualified(path))
        {
            return "must be an absolute path";
        }

        // A root may be the whole disk, which GDAL's virtual file systems do not lie on.
        if (path.StartsWith("/vsi", StringComparison.OrdinalIgnoreCase))
        {
            return "is in one of GDAL's virtual file systems, which a server does not go to";
        }

        return path.Split('/', Path.DirectorySeparatorChar).Skip(1).SkipLast(1).Contains("")
                || path.Split('/', Path.DirectorySeparatorChar).Any(name => name is "." or "..")
            ? "must not contain '.', '..' or empty names"
            : null;
    }
}
