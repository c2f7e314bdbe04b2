namespace TiledFit.Cli.Tests;

/// <summary>A command line run in this process.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public static async Task<CommandLine> RunAsync(string arguments, CancellationToken cancellation = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] words =
        [
            .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "''" ? "" : word),
        ];
        int code = await Application.RunAsync(words, output, error, cancellation);
        return new CommandLine(code, output.ToString(), error.ToString());
    }
}
