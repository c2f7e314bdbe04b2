using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace TiledFit.Cluster.Hosting;

/// <summary>Where the silo's settings come from, in the words of the user who gave them.</summary>
internal sealed class SettingOrigins(IConfigurationRoot configuration)
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Silo";

    /// <summary>What their names begin with in the environment.</summary>
    public const string Prefix = "TILEDFIT_";

    /// <summary>The file that holds them all.</summary>
    public const string File = "appsettings.json";

    /// <summary>Where the value of a setting comes from.</summary>
    /// <param name="name">Its name in the section, such as Storage:Root.</param>
    public string Of(string name)
    {
        string key = ConfigurationPath.Combine(Section, name);
        return configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            CommandLineConfigurationProvider => $"--{key}",
            EnvironmentVariablesConfigurationProvider => $"environment variable {Variable(name)}",
            null => key,
            _ => $"{key} in {File}",
        };
    }

    /// <summary>The environment variable of a setting.</summary>
    public static string Variable(string name) =>
        $"{Prefix}{Section}__{name.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)}";
}
