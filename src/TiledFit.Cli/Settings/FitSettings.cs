using TiledFit.Cli.Commands;
using TiledFit.Core;
using TiledFit.Tiling;

namespace TiledFit.Cli.Settings;

/// <summary>
/// The defaults of <c>tiledfit fit</c>: section "Fit" of appsettings.json beside the executable, overridden by
/// environment variables such as <c>TILEDFIT_Fit__Tile</c>.
/// </summary>
internal sealed record FitSettings
{
    private static readonly FitOptions BuiltIn = new();

    /// <summary>T, px.</summary>
    public int Tile { get; init; } = BuiltIn.TileSize;

    /// <summary>ρ, px.</summary>
    public int Ring { get; init; } = BuiltIn.Ring;

    /// <summary>Limit on sweeps.</summary>
    public int MaxSweeps { get; init; } = BuiltIn.MaxSweeps;

    /// <summary>Relative decrease of E over a sweep below which a fit has settled.</summary>
    public double Tolerance { get; init; } = BuiltIn.Tolerance;

    /// <summary>The background's form.</summary>
    public string Background { get; init; } = "auto";

    /// <summary>Worker threads, 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>What they make of the options of a fit.</summary>
    /// <exception cref="InputException">A setting is unknown, of the wrong type or out of its range.</exception>
    public FitOptions ToFitOptions()
    {
        var options = new FitOptions
        {
            TileSize = Tile,
            Ring = Ring,
            MaxSweeps = MaxSweeps,
            Tolerance = Tolerance,
            Background = BackgroundOption.Parse(Background),
            Threads = Threads == 0 ? Environment.ProcessorCount : Threads,
        };
        options.Validate();
        return options;
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">A setting is unknown or of the wrong type.</exception>
    public static FitSettings Load() => SettingsReader.Read<FitSettings>("Fit");
}
