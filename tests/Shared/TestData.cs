namespace TiledFit.Tests.Shared;

/// <summary>Finds the files that tests read, by walking up from the test assembly.</summary>
internal static class TestData
{
    /// <summary>A real data set, or a skipped test where the data is not there.</summary>
    public static string Shared(string name)
    {
        string? file = Find(Path.Combine("shared", "data", name));
        Skip.If(file is null, $"shared/data/{name} is not here");
        return file;
    }

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
