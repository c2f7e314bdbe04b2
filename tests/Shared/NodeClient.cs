using System.Diagnostics;

namespace TiledFit.Tests.Shared;

/// <summary>Runs the scripts of a directory under tests/clients, whose packages npm installs at first use.</summary>
internal sealed class NodeClient
{
    /// <summary>What npm says when the registry cannot be reached or does not have the package.</summary>
    private static readonly string[] Unreachable =
        ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "E403", "E404", "ENOTCACHED"];

    private readonly string _name, _directory;
    private readonly Lazy<string?> _missing;

    /// <param name="name">The directory's.</param>
    public NodeClient(string name)
    {
        (_name, _directory) = (name, ClientDirectory(name));
        _missing = new Lazy<string?>(Install);
    }

    /// <summary>What a script writes; skips the test where the client is not there.</summary>
    public string RunScript(string script, params string[] arguments)
    {
        Require();
        (int exitCode, string output, string errors) = Run("node", [Path.Combine(_directory, script), .. arguments]);
        // A package of native code may lack a build for this platform.
        Skip.If(errors.Contains("Cannot find module '@", StringComparison.Ordinal), $"{_name} has no build for here");
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Starts a script that goes on by itself; skips the test where the client is not there.</summary>
    public Process StartScript(string script, params string[] arguments)
    {
        Require();
        return Start("node", [Path.Combine(_directory, script), .. arguments]);
    }

    private void Require() => Skip.If(_missing.Value is not null, _missing.Value);

    /// <summary>Why the client cannot be used, or null.</summary>
    private string? Install()
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
                ? $"{_name} cannot be installed: the npm registry cannot be reached"
                : throw new InvalidOperationException($"npm ci failed: {errors}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not installed";
        }
    }

    /// <summary>npm writes the inner lock file when all packages are in place.</summary>
    private bool IsInstalled() =>
        File.GetLastWriteTimeUtc(Path.Combine(_directory, "node_modules", ".package-lock.json"))
        >= File.GetLastWriteTimeUtc(Path.Combine(_directory, "package-lock.json"));

    private static string ClientDirectory(string name)
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "TiledFit.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new DirectoryNotFoundException("TiledFit.sln is above no parent of the test assembly.");
        }
        return Path.Combine(directory, "tests", "clients", name);
    }

    private (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private Process Start(string program, string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory,
        })!;
}
