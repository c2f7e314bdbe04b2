using System.CommandLine;
using TiledFit.Cli.Commands.Remote;

namespace TiledFit.Cli.Commands;

/// <summary>The command line's root.</summary>
internal static class TiledFitCommand
{
    /// <summary>The executable.</summary>
    public const string Name = "tiledfit";

    /// <summary>The root with all commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Fits sums of anisotropic Gaussians to rasters of any size, tile by tile.");
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        root.Subcommands.Add(new FitCommand());
        root.Subcommands.Add(new SynthCommand());
        root.Subcommands.Add(new RenderCommand());
        root.Subcommands.Add(new ExportCommand());
        root.Subcommands.Add(new CompareCommand());
        root.Subcommands.Add(new InfoCommand());
        root.Subcommands.Add(new ServeCommand());
        root.Subcommands.Add(new SubmitCommand());
        root.Subcommands.Add(new StatusCommand());
        root.Subcommands.Add(new WatchCommand());
        root.Subcommands.Add(new ListCommand());
        root.Subcommands.Add(new CancelCommand());
        root.Subcommands.Add(new ResumeCommand());
        return root;
    }
}
