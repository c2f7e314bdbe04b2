using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using TiledFit.Cli.Commands;
using TiledFit.Cli.Commands.Remote;
using TiledFit.Core;

namespace TiledFit.Cli;

/// <summary>Runs a command line: parses it, runs its command and turns what happens into an exit code.</summary>
internal static class Application
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Progress and messages.</param>
    /// <param name="cancellation">Stops the command.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        try
        {
            ParseResult result = TiledFitCommand.Create().Parse(arguments);
            if (result.Action is ParseErrorAction)
            {
                throw new InputException($"{Fault(result)}; see {CommandPath(result)} --help");
            }

            if (EmptyValue(result.CommandResult) is { } empty)
            {
                throw new InputException($"{empty} is empty; see {CommandPath(result)} --help");
            }

            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            Task<int> work = result.InvokeAsync(configuration, cancellation);
            TimeSpan grace = (result.CommandResult.Command as RunnableCommand)?.Grace ?? TimeSpan.Zero;
            return await Task.WhenAny(work, GraceAfter(grace, cancellation)).Unwrap();
        }
        catch (Exception e)
        {
            return Explain(e, error);
        }
    }

    /// <summary>Ends as cancelled some time after a cancellation, never without one.</summary>
    private static async Task<int> GraceAfter(TimeSpan grace, CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource();
        using CancellationTokenRegistration registration = cancellation.Register(cancelled.SetResult);
        await cancelled.Task;
        await Task.Delay(grace, CancellationToken.None);
        throw new OperationCanceledException(cancellation);
    }

    private static int Explain(Exception exception, TextWriter error)
    {
        (int code, string message) = exception switch
        {
            InputException => (ExitCode.BadInput, $"error: {exception.Message}"),
            WatchEndedException => (ExitCode.Cancelled, exception.Message),
            OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
            IOException or UnauthorizedAccessException or InsufficientMemoryException => (ExitCode.Failed, $"failed: {exception.Message}"),
            _ => (ExitCode.Failed, $"failed: {exception}"),
        };
        try
        {
            error.WriteLine(message);
        }
        catch (IOException)
        {
            // Nobody can be told; the exit code still says it.
        }

        return code;
    }

    private static string Fault(ParseResult result)
    {
        if (OptionWithoutValue(result.CommandResult) is { } option)
        {
            return $"{option} lacks its value";
        }

        return result.UnmatchedTokens.Count > 0
            ? $"'{result.UnmatchedTokens[0]}' is unrecognised"
            : result.Errors[0].Message.TrimEnd('.');
    }

    /// <summary>The option or argument that was given an empty text, as by a shell's variable that is not set.</summary>
    private static string? EmptyValue(CommandResult command) => command.Children
        .Where(symbol => symbol.Tokens.Any(token => token.Value.Length == 0))
        .Select(symbol => symbol is OptionResult option
            ? option.Option.Name
            : ((ArgumentResult)symbol).Argument.HelpName ?? ((ArgumentResult)symbol).Argument.Name)
        .FirstOrDefault();

    /// <summary>The option that has taken the next one's name for its value, if there is one.</summary>
    private static string? OptionWithoutValue(CommandResult command)
    {
        HashSet<string> names = [.. command.Command.Options.SelectMany(option => option.Aliases.Append(option.Name))];
        return command.Children.OfType<OptionResult>()
            .FirstOrDefault(option => option.Tokens.Any(token => names.Contains(token.Value)))?.Option.Name;
    }

    private static string CommandPath(ParseResult result) =>
        result.CommandResult.Command is RootCommand
            ? TiledFitCommand.Name
            : $"{TiledFitCommand.Name} {result.CommandResult.Command.Name}";
}
