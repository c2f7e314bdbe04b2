using System.Diagnostics;
using TiledFit.Cluster.Tests.Support;

namespace TiledFit.Cluster.Tests;

/// <summary>deploy/local-cluster.sh: what it says and how it ends when it cannot do what it is asked for.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private const int Failed = 1, Misused = 2, Interrupted = 130;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = Ports.FreeWith(1, 101, 102, 201, 202);

    public void Dispose() => _directory.Dispose();

    [SkippableTheory]
    [InlineData("unknown option --foo", "--foo")]
    [InlineData("unknown command 'begin'", "begin")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--port must be from 1 to 65000, not 'x'", "--port", "x", "1")]
    [InlineData("--state needs a directory", "--state", "", "1")]
    [InlineData("--root '/nowhere/at all' is not a directory", "--root", "/nowhere/at all", "1")]
    [InlineData("--workers must be from 1 to 1024, not '0'", "--workers", "0", "1")]
    [InlineData("the number of silos must be from 1 to 99, not '100'", "100")]
    [InlineData("there is nothing to do with '2'", "1", "2")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string message, params string[] arguments) =>
        AssertEnded(await Run(arguments), Misused, message);

    [SkippableFact]
    public async Task A_command_for_no_cluster_fails() =>
        AssertEnded(await Run("--state", _directory["none"], "stop"), Failed, "there is no cluster in");

    [SkippableFact]
    public async Task Without_PostgreSQL_neither_silo_nor_server_starts()
    {
        string[] state = Prepare();
        Assert.Equal(0, (await Run([.. state, "--detach", "1"])).ExitCode);
        try
        {
            foreach (string command in (string[])["kill-silo 1", "kill-server", "kill-postgres"])
            {
                CommandLine run = await Run([.. state, .. command.Split(' ')]);
                Assert.Equal((0, ""), (run.ExitCode, run.Error));
            }

            AssertEnded(await Run([.. state, "start-silo", "1"]), Failed, "PostgreSQL does not run; start it first");
            AssertEnded(await Run([.. state, "start-server"]), Failed, "PostgreSQL does not run; start it first");
        }
        finally
        {
            Assert.Equal(0, (await Run([.. state, "stop"])).ExitCode);
        }
    }

    [SkippableFact]
    public async Task An_interrupted_start_leaves_nothing_behind()
    {
        string[] state = Prepare();
        using Process start = Start([.. state, "2"]);
        Task<string> output = start.StandardOutput.ReadToEndAsync();
        Task<string> error = start.StandardError.ReadToEndAsync();
        string silo = Path.Combine(_directory["state"], "run", "silo-1");
        for (DateTime end = DateTime.UtcNow + Patience; !File.Exists(silo);)
        {
            Assert.True(DateTime.UtcNow < end && !start.HasExited, "no silo is started");
            await Task.Delay(20);
        }

        Command.Run("kill", "-INT", $"{start.Id}");
        await start.WaitForExitAsync().WaitAsync(Patience);
        AssertEnded(
            new CommandLine(start.ExitCode, await output, await error), Interrupted,
            "interrupted while it started; stopping what was started");
        CommandLine status = await Run([.. state, "status"]);
        Assert.Equal(4, status.Output.Split('\n').Count(line => line.EndsWith(" stopped", StringComparison.Ordinal)));
    }

    private static string Script
    {
        get
        {
            DirectoryInfo? directory = new(AppContext.BaseDirectory);
            string name = Path.Combine("deploy", "local-cluster.sh");
            while (directory is not null && !File.Exists(Path.Combine(directory.FullName, name)))
            {
                directory = directory.Parent;
            }

            Skip.If(directory is null, "the tests do not run inside the repository: no deploy/ above them");
            return Path.Combine(directory!.FullName, name);
        }
    }

    // The programs as they were built with the tests; PostgreSQL's user must be able to reach the directory.
    private string[] Prepare()
    {
        Skip.If(TestClusters.Missing is not null, TestClusters.Missing);
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        Command.Run("chmod", "o+x", _directory.Path);
        string programs = Directory.CreateDirectory(Path.Combine(_directory["state"], "bin")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(programs, "silo"), Path.GetDirectoryName(Programs.Silo)!);
        Directory.CreateSymbolicLink(Path.Combine(programs, "cli"), Path.GetDirectoryName(Programs.CommandLine)!);
        return ["--state", _directory["state"], "--port", $"{_port}", "--root", _directory.Path, "--no-build"];
    }

    private static void AssertEnded(CommandLine run, int exitCode, string message)
    {
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"local-cluster.sh: {message}", line, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    // What it starts writes to logs: its own outputs end with it.
    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("bash", [Script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<CommandLine> Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CommandLine(process.ExitCode, output, await error);
    }
}
