using System.Diagnostics;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>The start of a silo that is expected to end by itself.</summary>
internal static class SiloStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Settings of a silo with PostgreSQL.</summary>
    public static Dictionary<string, string> With(string connection, string root) => new()
    {
        ["TILEDFIT_Silo__Clustering"] = "PostgreSQL",
        ["TILEDFIT_Silo__ConnectionString"] = connection,
        ["TILEDFIT_Silo__Storage__Root"] = root,
    };

    /// <summary>Starts one at free ports, unless told otherwise, and waits for its end.</summary>
    public static async Task<CommandLine> Run(
        IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        int[] ports = Ports.Free(2);
        var start = new ProcessStartInfo("dotnet", [Programs.Silo, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TILEDFIT_Silo__Port"] = $"{ports[0]}";
        start.Environment["TILEDFIT_Silo__GatewayPort"] = $"{ports[1]}";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            process.Kill();
        }

        return new CommandLine(process.ExitCode, await output, await error);
    }
}
