using Microsoft.Extensions.Configuration;
using TiledFit.Core;

namespace TiledFit.Cli.Settings;

/// <summary>
/// Reads a section of appsettings.json beside the executable, overridden by environment variables such as
/// <c>TILEDFIT_Fit__Tile</c>.
/// </summary>
internal static class SettingsReader
{
    private const string File = "appsettings.json", Prefix = "TILEDFIT_";

    /// <summary>Reads a section.</summary>
    /// <exception cref="InputException">A setting is unknown or of the wrong type.</exception>
    public static T Read<T>(string section)
        where T : class, new()
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile(File)
                .AddEnvironmentVariables(Prefix)
                .Build()
                .GetSection(section)
                .Get<T>(options => options.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FileNotFoundException)
        {
            string reason = e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}";
            throw new InputException(
                $"settings ({File} or {Prefix}{section}__*): {reason.ReplaceLineEndings(" ")}", e);
        }
    }
}
