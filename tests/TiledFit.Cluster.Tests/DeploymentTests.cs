using System.Text.RegularExpressions;
#if HasOrleans
using TiledFit.Cluster.Hosting;
#endif

namespace TiledFit.Cluster.Tests;

/// <summary>What deploy/ tells silos, against what they understand: an unknown setting would stop them.</summary>
public sealed partial class DeploymentTests
{
    [SkippableFact]
    public void Every_setting_of_a_silo_in_deploy_is_one()
    {
        string deploy = DirectoryUp("deploy");
        string[] names = [.. Directory.EnumerateFiles(deploy, "*", SearchOption.AllDirectories)
            .SelectMany(file => SiloSetting().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("Storage__Root", names);
        Array.ForEach(names, AssertIsSetting);
    }

    [GeneratedRegex("TILEDFIT_Silo__(\\w+)")]
    private static partial Regex SiloSetting();

    private static void AssertIsSetting(string name)
    {
#if HasOrleans
        Type type = typeof(SiloSettings);
        foreach (string part in name.Split("__"))
        {
            Assert.True(type.GetProperty(part) is not null, $"Silo has no setting {name}");
            type = type.GetProperty(part)!.PropertyType;
        }
#else
        throw new SkipException("Microsoft.Orleans is not on the package feed");
#endif
    }

    private static string DirectoryUp(string name)
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !Directory.Exists(Path.Combine(directory.FullName, name, "postgres")))
        {
            directory = directory.Parent;
        }

        Skip.If(directory is null, $"the tests do not run inside the repository: no directory {name} above them");
        return Path.Combine(directory!.FullName, name);
    }
}
