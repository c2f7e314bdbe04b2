using System.CommandLine;

namespace TiledFit.Cli.Commands;

/// <summary>A command with an action.</summary>
internal abstract class RunnableCommand : Command
{
    protected RunnableCommand(string name, string description)
        : base(name, description) =>
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, cancellation), CancellationToken.None));

    /// <summary>How long it may take to clean up when it is cancelled.</summary>
    public virtual TimeSpan Grace => TimeSpan.FromMilliseconds(800);

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract int Run(ParseResult arguments, CancellationToken cancellation);

    /// <summary>Adds options in the order of the help text.</summary>
    protected void AddOptions(params Option[] options)
    {
        foreach (Option option in options)
        {
            Options.Add(option);
        }
    }
}
