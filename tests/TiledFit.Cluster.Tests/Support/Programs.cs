namespace TiledFit.Cluster.Tests.Support;

/// <summary>
/// The programs as they were built with the tests, each where it was built: beside the tests they would lack what
/// ASP.NET brings for some of them only.
/// </summary>
internal static class Programs
{
    /// <summary>The silo's executable assembly.</summary>
    public static string Silo => Find("TiledFit.Cluster", "tiledfit-silo.dll");

    /// <summary>The executable assembly of the command line.</summary>
    public static string CommandLine => Find("TiledFit.Cli", "tiledfit.dll");

    private static string Find(string project, string name)
    {
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, name);
    }
}
