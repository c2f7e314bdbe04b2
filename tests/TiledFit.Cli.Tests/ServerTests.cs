using System.Text.Json;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

public sealed class ServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task ASubmittedJobIsTheSameAsAFit()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to end a server with");
        await SynthAsync(160, 12);
        using ServerProcess server = await ServerProcess.StartAsync(_directory);
        string options = $"{_directory["z.npy"]} --init {_directory["i.csv"]} --background none --quiet";
        CommandLine submitted = await CommandLine.RunAsync(
            $"submit {options} -o {_directory["job"]} --server {server.Url} --idempotency-key once");
        Assert.Equal(ExitCode.Done, submitted.Code);
        string id = submitted.Output.TrimEnd();
        Assert.Matches("^[0-9a-f]{32}$", id);

        CommandLine watched = await CommandLine.RunAsync($"watch {id} --server {server.Url}");
        Assert.Equal(ExitCode.Done, watched.Code);
        Assert.Contains("State         done", watched.Output);
        Assert.Contains("Settled       yes", watched.Output);
        Assert.Contains("background: none", watched.Error);

        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync($"fit {options} -o {_directory["fit"]}")).Code);
        AssertSameComponents("fit", "job");
        Manifest fit = ResultReader.Open(_directory["fit"]).Manifest;
        Manifest job = ResultReader.Open(_directory["job"]).Manifest;
        Assert.Equal(fit.Options.OrderBy(option => option.Key), job.Options.OrderBy(option => option.Key));
        Assert.Equal((fit.Objective, fit.Software, null), (job.Objective, job.Software, fit.Job));

        CommandLine again = await CommandLine.RunAsync(
            $"submit {options} -o {_directory["job"]} --server {server.Url} --idempotency-key once --watch --json");
        Assert.Equal(ExitCode.Done, again.Code);
        JsonElement status = JsonDocument.Parse(Assert.Single(Lines(again.Output))).RootElement;
        Assert.Equal(id, status.GetProperty("id").GetString());
        Assert.Equal(fit.Objective, status.GetProperty("result").GetProperty("objective").GetDouble());

        CommandLine list = await CommandLine.RunAsync($"list --server {server.Url}");
        Assert.StartsWith(id, Assert.Single(Lines(list.Output)));
        Assert.Equal(ExitCode.Done, await server.TerminateAsync());
    }

    [SkippableFact]
    public async Task AJobOutlivesItsServer()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGKILL");
        await SynthAsync(512, 300);
        string options = $"{_directory["z.npy"]} --init {_directory["i.csv"]} --background none --tile 128 --ring 12";
        ServerProcess server = await ServerProcess.StartAsync(_directory);
        try
        {
            int port = new Uri(server.Url).Port;
            string id = (await CommandLine.RunAsync(
                $"submit {options} -o {_directory["job"]} --server {server.Url}")).Output.TrimEnd();
            // One watch sees the job through all restarts at one address.
            using var error = new StringWriter();
            using var output = new StringWriter();
            Task<int> watch = Application.RunAsync(
                ["watch", id, "--server", server.Url, "--json"], output, TextWriter.Synchronized(error));
            while (error.GetStringBuilder().Length == 0)
            {
                await Task.Delay(10);
            }

            foreach (int milliseconds in new[] { 0, 300, 700 })
            {
                await Task.Delay(milliseconds);
                await server.KillAsync();
                server.Dispose();
                server = await ServerProcess.StartAsync(_directory, port);
            }

            Assert.Equal(ExitCode.Done, await watch);
            JsonElement status = JsonDocument.Parse(Lines(output.ToString())[^1]).RootElement;
            Assert.Equal("done", status.GetProperty("state").GetString());
            Assert.True(status.GetProperty("runs").GetInt32() > 1);
        }
        finally
        {
            server.Dispose();
        }

        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync($"fit {options} --quiet -o {_directory["fit"]}")).Code);
        AssertSameComponents("fit", "job");
    }

    [SkippableFact]
    public async Task ExitCodesAreThoseOfAFit()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to end a server with");
        await SynthAsync(160, 12);
        using ServerProcess server = await ServerProcess.StartAsync(_directory);
        string submit = $"submit {_directory["z.npy"]} --init {_directory["i.csv"]} --server {server.Url} --quiet";

        CommandLine limited = await CommandLine.RunAsync(
            $"{submit} -o {_directory["a"]} --max-sweeps 1 --tile 80 --ring 8 --tolerance 0 --watch");
        Assert.Equal(ExitCode.NotSettled, limited.Code);

        CommandLine refused = await CommandLine.RunAsync($"{submit} -o {_directory["b"]} --tile 20 --max-sweeps 0");
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains(
            "maxSweeps: 0 must be from 1 to 16383; tile: 20 is too small", Assert.Single(Lines(refused.Error)));

        // A text where the components should be is found out only when the job runs.
        _directory.Write("text.csv", "not,a,catalog\n");
        CommandLine failed = await CommandLine.RunAsync(
            $"submit {_directory["z.npy"]} --init {_directory["text.csv"]} -o {_directory["c"]} --watch "
            + $"--server {server.Url}");
        Assert.Equal(ExitCode.BadInput, failed.Code);
        Assert.Contains("text.csv", Lines(failed.Error)[^1]);

        string endless = (await CommandLine.RunAsync(
            $"{submit} -o {_directory["d"]} --max-sweeps 16383 --tile 80 --ring 8 --tolerance 0")).Output.TrimEnd();
        Task<CommandLine> watch = CommandLine.RunAsync($"watch {endless} --server {server.Url}");
        CommandLine cancelled = await CommandLine.RunAsync($"cancel {endless} --server {server.Url}");
        Assert.Equal(ExitCode.Done, cancelled.Code);
        Assert.Equal(ExitCode.Cancelled, (await watch).Code);
        Assert.False(Directory.Exists(_directory["d"]));
        CommandLine status = await CommandLine.RunAsync($"status {endless} --server {server.Url}");
        Assert.Contains("Reason     cancelled on request", status.Output);

        CommandLine after = await CommandLine.RunAsync($"list --after zzz --server {server.Url}");
        Assert.Equal(ExitCode.BadInput, after.Code);
        Assert.StartsWith("error: after: there is no job 'zzz'", Assert.Single(Lines(after.Error)));

        CommandLine unknown = await CommandLine.RunAsync($"status x --server {server.Url}");
        Assert.Equal(ExitCode.BadInput, unknown.Code);
        Assert.Equal("error: there is no job 'x'", unknown.Error.TrimEnd());
    }

    [SkippableTheory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task ASignalWhileItStartsEndsAServerAsLater(string signal)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux tells what a process has loaded");
        // From the first of its own code to when it listens.
        foreach (int milliseconds in new[] { 0, 50, 100, 200, 500 })
        {
            (int code, string error) = await ServerProcess.SignalAsync(_directory, signal, milliseconds);
            Assert.Equal((ExitCode.Done, ""), (code, error));
        }
    }

    [SkippableFact]
    public async Task APortInUseIsNamedInOneLine()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to end a server with");
        using ServerProcess server = await ServerProcess.StartAsync(_directory);
        CommandLine run = await CommandLine.RunAsync($"serve --url {server.Url} --state {_directory["other"]}");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(
            $"error: port {new Uri(server.Url).Port} of 127.0.0.1 is in use by another program; "
            + "name another with --url",
            run.Error.TrimEnd());
        Assert.Empty(run.Output);
    }

    [SkippableFact]
    public async Task ATokenThatIsMissingOrWrongIsAskedFor()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to end a server with");
        const string Variable = "TILEDFIT_Server__Token";
        string? before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Environment.SetEnvironmentVariable(Variable, "correct-horse-battery");
            using ServerProcess server = await ServerProcess.StartAsync(_directory);
            Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync($"list --server {server.Url}")).Code);
            foreach (string token in new[] { "", "another-horse-battery" })
            {
                Environment.SetEnvironmentVariable(Variable, token);
                CommandLine run = await CommandLine.RunAsync($"list --server {server.Url}");
                Assert.Equal(ExitCode.BadInput, run.Code);
                string line = Assert.Single(Lines(run.Error));
                Assert.Contains("put it in the environment, TILEDFIT_Server__Token, or", line);
                Assert.Equal(token.Length > 0, line.Contains("the one that was sent", StringComparison.Ordinal));
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    [Theory]
    [InlineData("status x")]
    [InlineData("watch x")]
    [InlineData("list")]
    [InlineData("cancel x")]
    [InlineData("resume x")]
    [InlineData("submit z.npy -o out")]
    public async Task AServerThatIsNotThereIsAFailureInOneLine(string arguments)
    {
        CommandLine run = await CommandLine.RunAsync($"{arguments} --server http://127.0.0.1:9");
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.StartsWith("failed: no server answers at http://127.0.0.1:9/", Assert.Single(Lines(run.Error)));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task TheServerOfTheSettingsIsTheDefault()
    {
        Environment.SetEnvironmentVariable("TILEDFIT_Server__Url", "http://127.0.0.1:7");
        try
        {
            Assert.Contains("http://127.0.0.1:7/", (await CommandLine.RunAsync("list")).Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TILEDFIT_Server__Url", null);
        }
    }

    private void AssertSameComponents(string expected, string actual)
    {
        string[] parts = PartsOf(expected);
        Assert.NotEmpty(parts);
        Assert.Equal(parts, PartsOf(actual));
        Assert.All(parts, part => Assert.Equal(
            File.ReadAllBytes(_directory[$"{expected}/components/{part}"]),
            File.ReadAllBytes(_directory[$"{actual}/components/{part}"])));
    }

    private string[] PartsOf(string result) =>
        [.. Directory.GetFiles(_directory[$"{result}/components"]).Select(path => Path.GetFileName(path)).Order()];

    private async Task SynthAsync(int side, int components) => Assert.Equal(
        ExitCode.Done,
        (await CommandLine.RunAsync(
            $"synth --width {side} --height {side} --components {components} --perturb 0.1 -o {_directory["z.npy"]} "
            + $"--init {_directory["i.csv"]}")).Code);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
