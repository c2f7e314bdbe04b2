using Spectre.Console;

namespace TiledFit.Cli.Progress;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    /// <summary>Live on a terminal, plain lines elsewhere, or nothing.</summary>
    /// <param name="error">Where it is shown.</param>
    /// <param name="quiet">Whether nothing is.</param>
    public static IProgressDisplay For(TextWriter error, bool quiet)
    {
        if (quiet)
        {
            return new SilentProgress();
        }

        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return new ProgressLines(error);
        }

        return new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }));
    }
}
