using System.CommandLine;

namespace TiledFit.Cli.Commands;

/// <summary>The option that names a plane of a FITS cube.</summary>
internal static class PlaneOption
{
    /// <summary>Makes it.</summary>
    public static Option<string?> Create() => OptionFactory.OptionalText(
        "--plane", "K[,L]", "Plane of a FITS image with a third axis longer than 1, and a fourth, from 1.");
}
