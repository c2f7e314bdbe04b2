using Microsoft.Extensions.Configuration;
using TiledFit.Core;
using TiledFit.Tiling;

namespace TiledFit.Cli.Settings;

/// <summary>
/// The defaults of <c>tiledfit fit</c>: section "Fit" of appsettings.json beside the executable, overridden by
/// environment variables such as <c>TILEDFIT_Fit__Tile</c>.
/// </summary>
internal sealed record FitSettings
{
    private const string File = "appsettings.json", Section = "Fit", Prefix = "TILEDFIT_";
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

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">A setting is unknown or of the wrong type.</exception>
    public static FitSettings Load()
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile(File)
                .AddEnvironmentVariables(Prefix)
                .Build()
                .GetSection(Section)
                .Get<FitSettings>(options => options.ErrorOnUnknownConfiguration = true) ?? new FitSettings();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FileNotFoundException)
        {
            string reason = e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}";
            throw new InputException(
                $"settings ({File} or {Prefix}{Section}__*): {reason.ReplaceLineEndings(" ")}", e);
        }
    }
}
