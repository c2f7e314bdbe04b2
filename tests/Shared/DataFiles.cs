namespace TiledFit.Tests.Shared;

/// <summary>Finds files that are read, by walking up from the running program.</summary>
internal static class DataFiles
{
    /// <summary>A real data set by its name under shared/data; null where it is not there.</summary>
    public static string? Shared(string name) => Find(Path.Combine("shared", "data", name));

    /// <summary>A sample of the solution.</summary>
    public static string Sample(string name) =>
        Find(Path.Combine("samples", name)) ?? throw new FileNotFoundException($"samples/{name}");

    private static string? Find(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string file = Path.Combine(at.FullName, name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
