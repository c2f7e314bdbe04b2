using System.CommandLine;
using TiledFit.Data.Rasters;

namespace TiledFit.Cli.Commands;

/// <summary>Says when a raster has a place on the sky and nothing here can work it out.</summary>
internal static class SkyWarning
{
    /// <summary>Writes one line to standard error, if there is something to say.</summary>
    public static void Write(RasterInfo raster, ParseResult arguments)
    {
        if (raster.SkyProblem is { } problem)
        {
            arguments.InvocationConfiguration.Error.WriteLine(
                $"Warning: no columns of places on the sky for {raster.Path}: {problem}");
        }
    }
}
