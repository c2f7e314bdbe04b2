using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using TiledFit.Core;

namespace TiledFit.Server;

/// <summary>
/// Reads what a server is told: section "Server" of appsettings.json, overridden by environment variables such as
/// <c>TILEDFIT_Server__MaxQueued</c>. Faults name a setting as the user gave it.
/// </summary>
public sealed class ServerSettingsReader
{
    private const string SettingsFile = "appsettings.json", Section = "Server", Prefix = "TILEDFIT_";
    private readonly IConfigurationRoot _configuration;

    private ServerSettingsReader(IConfigurationRoot configuration) => _configuration = configuration;

    private static string Names => string.Join(
        ", ", PropertiesOf(typeof(ServerSettings)).SelectMany(property => IsSection(property)
            ? PropertiesOf(property.PropertyType).Select(part => ConfigurationPath.Combine(property.Name, part.Name))
            : [property.Name]));

    /// <summary>Reads the settings.</summary>
    /// <param name="directory">Where appsettings.json is; beside the executable when null.</param>
    /// <exception cref="InputException">The file is missing or no JSON, or a setting is unknown, of the wrong type or
    /// out of its range.</exception>
    public static ServerSettings Read(string? directory = null)
    {
        var reader = new ServerSettingsReader(Load(Path.Combine(directory ?? AppContext.BaseDirectory, SettingsFile)));
        IConfigurationSection section = reader._configuration.GetSection(Section);
        reader.CheckSection(section, typeof(ServerSettings));
        return section.Get<ServerSettings>() ?? new ServerSettings();
    }

    private static IConfigurationRoot Load(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path).AddEnvironmentVariables(Prefix).Build();
        }
        catch (FileNotFoundException e)
        {
            throw new InputException($"{path} is missing; put back the file that came with the program", e);
        }
        catch (InvalidDataException e)
        {
            string reason = e.GetBaseException() is JsonException { LineNumber: { } line }
                ? $"line {line + 1} is not valid JSON"
                : e.GetBaseException().Message;
            throw new InputException($"{path} cannot be read: {reason}", e);
        }
    }

    private void CheckSection(IConfigurationSection section, Type type)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw Unknown(section);
        }

        foreach (IConfigurationSection setting in section.GetChildren())
        {
            PropertyInfo property = PropertiesOf(type).FirstOrDefault(
                property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(setting);
            if (IsSection(property))
            {
                CheckSection(setting, property.PropertyType);
            }
            else if (property.PropertyType == typeof(IReadOnlyList<string>))
            {
                CheckList(setting);
            }
            else
            {
                CheckValue(setting, property);
            }
        }
    }

    private void CheckList(IConfigurationSection setting)
    {
        if (!string.IsNullOrEmpty(setting.Value))
        {
            throw new InputException(
                $"{OriginOf(setting.Path)}: '{setting.Value}' is not a list; its first entry is "
                + $"{VariableOf(setting.Path)}__0 in the environment, or [\"…\"] in {SettingsFile}");
        }

        foreach (IConfigurationSection entry in setting.GetChildren())
        {
            CheckLeaf(entry);
        }
    }

    private void CheckValue(IConfigurationSection setting, PropertyInfo property)
    {
        CheckLeaf(setting);
        if (property.PropertyType == typeof(bool) && !bool.TryParse(setting.Value, out _))
        {
            throw new InputException($"{OriginOf(setting.Path)}: '{setting.Value}' is not true or false");
        }

        if (ServerSettings.Ranges.TryGetValue(property.Name, out (int Least, int Most) range)
            && !(int.TryParse(
                    setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                && number >= range.Least && number <= range.Most))
        {
            throw new InputException(
                $"{OriginOf(setting.Path)}: '{setting.Value}' is not a whole number from {range.Least} to "
                + $"{range.Most}");
        }
    }

    private void CheckLeaf(IConfigurationSection setting)
    {
        if (setting.GetChildren().FirstOrDefault() is { } child)
        {
            throw Unknown(child);
        }
    }

    private InputException Unknown(IConfigurationSection setting)
    {
        IConfigurationSection leaf = setting;
        while (leaf.Value is null && leaf.GetChildren().FirstOrDefault() is { } child)
        {
            leaf = child;
        }

        return new InputException($"{OriginOf(leaf.Path)} is not a setting; there are {Names}");
    }

    private string OriginOf(string key) =>
        _configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out _))
            is EnvironmentVariablesConfigurationProvider
            ? $"environment variable {VariableOf(key)}"
            : $"{key} in {SettingsFile}";

    private static string VariableOf(string key) =>
        Prefix + key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);

    private static PropertyInfo[] PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsSection(PropertyInfo property) => property.PropertyType == typeof(ClusterSettings);
}
