using System.Reflection;

namespace TiledFit.Cli.Reports;

/// <summary>What this program calls itself.</summary>
internal static class Software
{
    /// <summary>Such as "TiledFit 0.1.0".</summary>
    public static string NameAndVersion { get; } = $"TiledFit {Version}";

    private static string Version => typeof(Software).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
