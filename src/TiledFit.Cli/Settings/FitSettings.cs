using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using TiledFit.Cli.Commands;
using TiledFit.Core;
using TiledFit.Tiling;

namespace TiledFit.Cli.Settings;

/// <summary>
/// The defaults of <c>tiledfit fit</c>: section "Fit" of appsettings.json beside the executable, overridden by
/// environment variables such as <c>TILEDFIT_Fit__Tile</c>.
/// </summary>
internal sealed class FitSettings
{
    private const string File = "appsettings.json", Section = "Fit", Prefix = "TILEDFIT_";

    private static readonly FitOptions BuiltIn = new();

    private static readonly string[] Names =
    [
        nameof(Tile), nameof(Ring), nameof(MaxSweeps), nameof(Tolerance), nameof(Background), nameof(Errors),
        nameof(Threads),
    ];

    private readonly IConfigurationRoot _configuration;

    private FitSettings(IConfigurationRoot configuration)
    {
        _configuration = configuration;
        CheckNames();
        Tile = Whole(nameof(Tile), BuiltIn.TileSize);
        Ring = Whole(nameof(Ring), BuiltIn.Ring);
        MaxSweeps = Whole(nameof(MaxSweeps), BuiltIn.MaxSweeps);
        Tolerance = Number(nameof(Tolerance), BuiltIn.Tolerance, NumberStyles.Float, "a number");
        Threads = Whole(nameof(Threads), 0);
        Background = _configuration[KeyOf(nameof(Background))] ?? BuiltIn.Background.ToString();
        BackgroundOption.Parse(Background, OriginOf(nameof(Background)));
        Errors = _configuration[KeyOf(nameof(Errors))] ?? BuiltIn.Errors.ToString();
        ErrorModel.Parse(Errors, OriginOf(nameof(Errors)));
    }

    /// <summary>T, px.</summary>
    public int Tile { get; }

    /// <summary>ρ, px.</summary>
    public int Ring { get; }

    /// <summary>Limit on sweeps.</summary>
    public int MaxSweeps { get; }

    /// <summary>Relative decrease of E over a sweep below which a fit has settled.</summary>
    public double Tolerance { get; }

    /// <summary>The background's form.</summary>
    public string Background { get; }

    /// <summary>Whether errors are estimated, and in which noise.</summary>
    public string Errors { get; }

    /// <summary>Worker threads, 0 for one a core.</summary>
    public int Threads { get; }

    /// <summary>What they make of the options of a fit.</summary>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public FitOptions ToFitOptions()
    {
        var options = new FitOptions
        {
            TileSize = Tile,
            Ring = Ring,
            MaxSweeps = MaxSweeps,
            Tolerance = Tolerance,
            Background = BackgroundOption.Parse(Background),
            Errors = ErrorModel.Parse(Errors, "--errors"),
            Threads = Threads == 0 ? Environment.ProcessorCount : Threads,
        };
        options.Validate();
        return options;
    }

    /// <summary>Reads them.</summary>
    /// <param name="directory">Where appsettings.json is; beside the executable when null.</param>
    /// <exception cref="InputException">The file is missing or no JSON, or a setting is unknown or of the wrong type.
    /// </exception>
    public static FitSettings Load(string? directory = null)
    {
        string path = Path.Combine(directory ?? AppContext.BaseDirectory, File);
        try
        {
            return new FitSettings(
                new ConfigurationBuilder().AddJsonFile(path).AddEnvironmentVariables(Prefix).Build());
        }
        catch (FileNotFoundException e)
        {
            throw new InputException($"{path} is missing; put back the file that came with the program", e);
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path} cannot be read: {Reason(e)}", e);
        }
    }

    /// <summary>Where a setting's value comes from, as the user knows it.</summary>
    /// <param name="name">The property's name.</param>
    public string OriginOf(string name)
    {
        string key = KeyOf(name);
        IConfigurationProvider? source = _configuration.Providers.LastOrDefault(
            provider => provider.TryGet(key, out _)
                || provider.GetChildKeys([], Section).Contains(name, StringComparer.OrdinalIgnoreCase));
        return source is EnvironmentVariablesConfigurationProvider
            ? $"environment variable {Prefix}{Section}__{name}"
            : $"{key} in {File}";
    }

    private static string KeyOf(string name) => ConfigurationPath.Combine(Section, name);

    private static string Reason(InvalidDataException e) => e.GetBaseException() switch
    {
        JsonException { LineNumber: { } line } => $"line {line + 1} is not valid JSON",
        Exception other => other.Message,
    };

    private void CheckNames()
    {
        foreach (IConfigurationSection setting in _configuration.GetSection(Section).GetChildren())
        {
            if (!Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new InputException(
                    $"{OriginOf(setting.Key)} is not a setting; there are {string.Join(", ", Names)}");
            }
        }
    }

    private int Whole(string name, int preset) =>
        Number(name, preset, NumberStyles.AllowLeadingSign, "a whole number");

    private T Number<T>(string name, T preset, NumberStyles styles, string kind)
        where T : INumber<T>
    {
        IConfigurationSection setting = _configuration.GetSection(KeyOf(name));
        if (!setting.Exists())
        {
            return preset;
        }

        return T.TryParse(setting.Value, styles, CultureInfo.InvariantCulture, out T? number)
            ? number
            : throw new InputException($"{OriginOf(name)}: '{setting.Value}' is not {kind}");
    }
}
