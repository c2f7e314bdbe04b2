using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using TiledFit.Core;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// Reads what a silo is told: section "Silo" of appsettings.json, overridden by TILEDFIT_Silo__* in the environment,
/// and that by the command line.
/// </summary>
internal static partial class SiloSettingsReader
{
    private static string Names => string.Join(
        ", ", PropertiesOf(typeof(SiloSettings)).SelectMany(property => IsSection(property)
            ? PropertiesOf(property.PropertyType).Select(part => ConfigurationPath.Combine(property.Name, part.Name))
            : [property.Name]));

    /// <summary>Gathers the settings.</summary>
    /// <param name="configuration">What they are added to.</param>
    /// <param name="directory">Where appsettings.json is, if it is there.</param>
    /// <param name="arguments">Of the command line.</param>
    /// <exception cref="InputException">The file is no JSON, or an argument is no setting.</exception>
    public static void AddSources(IConfigurationBuilder configuration, string directory, string[] arguments)
    {
        CheckArguments(arguments);
        string file = Path.Combine(directory, SettingOrigins.File);
        try
        {
            configuration
                .AddJsonFile(file, optional: true)
                .AddEnvironmentVariables(SettingOrigins.Prefix)
                .AddCommandLine(arguments);
        }
        catch (InvalidDataException e)
        {
            string reason = e.GetBaseException() is JsonException { LineNumber: { } line }
                ? $"line {line + 1} is not valid JSON"
                : e.GetBaseException().Message;
            throw new InputException($"{file} cannot be read: {reason}", e);
        }
    }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="InputException">A setting is unknown, or its value cannot be used.</exception>
    public static SiloSettings Read(IConfigurationRoot configuration)
    {
        var origins = new SettingOrigins(configuration);
        IConfigurationSection section = configuration.GetSection(SettingOrigins.Section);
        CheckSection(section, typeof(SiloSettings), origins);
        SiloSettings settings = section.Get<SiloSettings>() ?? new SiloSettings();
        settings.Validate(origins);
        return settings;
    }

    [GeneratedRegex($"^(--)?({SettingOrigins.Section}|Logging):[^=]+=", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex($"^--({SettingOrigins.Section}|Logging):[^=]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    // The framework's own reader passes over what it does not understand.
    private static void CheckArguments(string[] arguments)
    {
        for (int k = 0; k < arguments.Length; k++)
        {
            if (Name().IsMatch(arguments[k]) && k + 1 < arguments.Length)
            {
                k++;
            }
            else if (!Assignment().IsMatch(arguments[k]))
            {
                throw new InputException(
                    $"argument '{arguments[k]}' is not a setting with its value, such as --Silo:Port=11112; "
                    + $"there are {Names}, which docs/operations.md explains");
            }
        }
    }

    private static void CheckSection(IConfigurationSection section, Type type, SettingOrigins origins)
    {
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            PropertyInfo property = PropertiesOf(type).FirstOrDefault(
                property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(setting, origins);
            if (IsSection(property))
            {
                CheckSection(setting, property.PropertyType, origins);
            }
            else if (setting.GetChildren().FirstOrDefault() is { } child)
            {
                throw Unknown(child, origins);
            }
            else
            {
                CheckValue(setting, property, origins);
            }
        }

        if (type != typeof(SiloSettings) && !string.IsNullOrEmpty(section.Value))
        {
            throw Unknown(section, origins);
        }
    }

    private static void CheckValue(IConfigurationSection setting, PropertyInfo property, SettingOrigins origins)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range && !IsWithin(setting.Value, range))
        {
            string kind = range.OperandType == typeof(int) ? "a whole number" : "a number";
            throw new InputException(
                $"{origins.Of(NameOf(setting))}: '{setting.Value}' is not {kind} "
                + $"from {range.Minimum} to {range.Maximum}");
        }
    }

    private static bool IsWithin(string? value, RangeAttribute range) => range.OperandType == typeof(int)
        ? int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)
            && range.IsValid(whole)
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && range.IsValid(number);

    private static InputException Unknown(IConfigurationSection setting, SettingOrigins origins)
    {
        IConfigurationSection leaf = setting;
        while (leaf.Value is null && leaf.GetChildren().FirstOrDefault() is { } child)
        {
            leaf = child;
        }

        return new InputException($"{origins.Of(NameOf(leaf))} is not a setting; there are {Names}");
    }

    // Without the section's own name.
    private static string NameOf(IConfigurationSection setting) => setting.Path[(SettingOrigins.Section.Length + 1)..];

    private static PropertyInfo[] PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsSection(PropertyInfo property) => property.PropertyType == typeof(StorageSettings);
}
