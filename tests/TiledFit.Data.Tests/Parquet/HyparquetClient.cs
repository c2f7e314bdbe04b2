using System.Diagnostics;
using System.Text.Json;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Runs the scripts of tests/clients/hyparquet: Parquet with the code of another maker.</summary>
internal static class HyparquetClient
{
    /// <summary>What npm says when the registry cannot be reached or does not have the package.</summary>
    private static readonly string[] Unreachable =
        ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "E403", "E404", "ENOTCACHED"];

    private static readonly Lazy<string?> Missing = new(Install);

    /// <summary>The file as JSON.</summary>
    public static JsonElement Read(string path)
    {
        using var json = JsonDocument.Parse(RunScript("read.mjs", path));
        return json.RootElement.Clone();
    }

    /// <summary>Fills a directory with one file for each encoding.</summary>
    public static void Write(string directory) => RunScript("write.mjs", directory);

    private static string RunScript(string script, string argument)
    {
        Skip.If(Missing.Value is not null, Missing.Value);
        (int exitCode, string output, string errors) = Run("node", Path.Combine(ClientDirectory(), script), argument);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Why the client cannot be used, or null.</summary>
    private static string? Install()
    {
        try
        {
            _ = Run("node", "--version");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not installed";
        }
        if (IsInstalled())
        {
            return null;
        }
        try
        {
            (int exitCode, _, string errors) = Run("npm", "ci", "--no-audit", "--no-fund");
            return exitCode == 0 ? null
                : Unreachable.Any(errors.Contains)
                ? "hyparquet cannot be installed: the npm registry cannot be reached"
                : throw new InvalidOperationException($"npm ci failed: {errors}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not installed";
        }
    }

    /// <summary>npm writes the inner lock file when all packages are in place.</summary>
    private static bool IsInstalled() =>
        File.GetLastWriteTimeUtc(Path.Combine(ClientDirectory(), "node_modules", ".package-lock.json"))
        >= File.GetLastWriteTimeUtc(Path.Combine(ClientDirectory(), "package-lock.json"));

    private static string ClientDirectory()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "TiledFit.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new DirectoryNotFoundException("TiledFit.sln is above no parent of the test assembly.");
        }
        return Path.Combine(directory, "tests", "clients", "hyparquet");
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClientDirectory(),
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
