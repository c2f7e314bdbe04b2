using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

/// <summary>GDAL's own programs, as the second opinion.</summary>
internal static class GdalTool
{
    public static void RequireLibrary() => Skip.If(Gdal.Version is null, "libgdal is not installed");

    /// <summary>What gdalinfo says, with exact statistics, which it may not store beside the file.</summary>
    public static JsonElement Info(string path) =>
        JsonDocument.Parse(Run("gdalinfo", "--config", "GDAL_PAM_ENABLED", "NO", "-json", "-mm", "-stats", path))
            .RootElement;

    /// <summary>PROJ's short form of the coordinate reference system of a file, or one given as text.</summary>
    public static string Proj4(string crs) => Run("gdalsrsinfo", "-o", "proj4", crs).Trim();

    public static string Run(string program, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true },
        };

        // Another test may just have set it for a process of its own.
        process.StartInfo.Environment.Remove("CPL_DEBUG");
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            Skip.If(true, $"{program} is not installed (gdal-bin)");
        }

        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
