using System.Diagnostics;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>How a run of <c>tiledfit</c> ended.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    /// <summary>What it wrote first, such as the id of a job.</summary>
    public string FirstLine => Output.Split('\n')[0].Trim();

    public static async Task<CommandLine> Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandLine(process.ExitCode, output, await error);
    }

    /// <summary>Starts it, with its outputs redirected.</summary>
    public static Process Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.CommandLine, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
