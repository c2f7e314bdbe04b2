namespace TiledFit.Engine.Tests;

/// <summary>The real data sets that lie beside the solution where they are installed.</summary>
internal static class SharedData
{
    /// <summary>The path of a file in <c>shared/data</c>, or null where it is not installed.</summary>
    public static string? Find(string name)
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string path = Path.Combine(d.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
