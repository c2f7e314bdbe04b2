using System.Net;
using System.Net.Sockets;
using TiledFit.Cluster.Tests.Support;

namespace TiledFit.Cluster.Tests;

/// <summary>A silo that cannot start says why in one line, and which setting it is.</summary>
public sealed class SiloStartTests : IDisposable
{
    private const int BadInput = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableTheory]
    [InlineData("Port", "abc", "TILEDFIT_Silo__Port: 'abc' is not a whole number from 1 to 65535")]
    [InlineData("Port", "0", "TILEDFIT_Silo__Port: '0' is not a whole number from 1 to 65535")]
    [InlineData("Workers", "1.5", "TILEDFIT_Silo__Workers: '1.5' is not a whole number from 0 to 1024")]
    [InlineData("DrainSeconds", "NaN", "TILEDFIT_Silo__DrainSeconds: 'NaN' is not a number from 0 to 3600")]
    [InlineData("Clustering", "1", "TILEDFIT_Silo__Clustering: '1' is not Memory or PostgreSQL")]
    [InlineData("ClusterId", "", "TILEDFIT_Silo__ClusterId is empty")]
    [InlineData("Address", "here", "TILEDFIT_Silo__Address: 'here' is not the IP address")]
    [InlineData("Address", "0.0.0.0", "TILEDFIT_Silo__Address: '0.0.0.0' is not the IP address")]
    [InlineData("Address", "203.0.113.77", "TILEDFIT_Silo__Address: 203.0.113.77 is not an address of this machine")]
    [InlineData("TelemetryEndpoint", "x", "TILEDFIT_Silo__TelemetryEndpoint: 'x' is not the URL of a collector")]
    [InlineData("Porrt", "1", "TILEDFIT_Silo__Porrt is not a setting; there are Clustering, ")]
    [InlineData("Port__x", "1", "TILEDFIT_Silo__Port__x is not a setting; there are Clustering, ")]
    [InlineData("Storage", "/a", "TILEDFIT_Silo__Storage is not a setting; there are Clustering, ")]
    [InlineData("Storage__Rot", "/a", "TILEDFIT_Silo__Storage__Rot is not a setting; there are Clustering, ")]
    public Task Bad_values_in_the_environment_are_named_as_they_were_given(string name, string value, string message) =>
        AssertRefused($"environment variable {message}", new() { [$"TILEDFIT_Silo__{name}"] = value });

    [SkippableTheory]
    [InlineData("--Silo:Port: '70000' is not a whole number from 1 to 65535", "--Silo:Port=70000")]
    [InlineData("--Silo:Port: 'x' is not a whole number from 1 to 65535", "--Silo:Port", "x")]
    [InlineData("--Silo:Porrt is not a setting; there are Clustering, ", "Silo:Porrt=1")]
    [InlineData("--Silo:Port; give two different ports", "--Silo:Port=6400", "--Silo:GatewayPort=6400")]
    [InlineData("argument '--help' is not a setting with its value", "--help")]
    [InlineData("argument '--Silo:Port' is not a setting with its value", "--Silo:Port")]
    [InlineData("argument '--Port=1' is not a setting with its value", "--Silo:Workers=1", "--Port=1")]
    [InlineData("Silo:ConnectionString in appsettings.json is empty", "--Silo:Clustering=PostgreSQL")]
    public Task Bad_arguments_are_named_as_they_were_given(string message, params string[] arguments) =>
        AssertRefused(message, [], arguments);

    [SkippableTheory]
    [InlineData("secret", "is no list of NAME=VALUE")]
    [InlineData("Password=secret", "names no Host")]
    [InlineData("Host=a;Password=secret;Port=x", "has a part 'port'")]
    [InlineData("Host=a;Password=secret;Hoost=x", "has a part 'hoost'")]
    public async Task A_bad_connection_string_is_named_and_not_shown(string connection, string message)
    {
        CommandLine run = await AssertRefused(
            $"environment variable TILEDFIT_Silo__ConnectionString {message}",
            SiloStart.With(connection, _directory["jobs"]));
        Assert.DoesNotContain("secret", run.Error + run.Output);
    }

    [SkippableFact]
    public async Task Storage_that_cannot_be_written_to_is_refused()
    {
        string file = _directory.Write("file", "");
        await AssertRefused(
            $"environment variable TILEDFIT_Silo__Storage__Root: '{file}' cannot be written to",
            SiloStart.With("Host=127.0.0.1", file));
        await AssertRefused(
            "environment variable TILEDFIT_Silo__Storage__Root is empty; it has no default with Clustering PostgreSQL",
            SiloStart.With("Host=127.0.0.1", ""));
    }

    [SkippableFact]
    public async Task Ports_that_another_silo_listens_at_are_refused()
    {
        SkipWithoutOrleans();
        int[] ports = Ports.Free(2);
        using var silo = new SiloProcess(0, ports[0], ports[1], new Dictionary<string, string>());
        silo.Start();
        await AwaitGateway(silo);
        Assert.DoesNotContain("ServerGC", silo.Output);
        foreach ((string name, int port) in new[] { ("Port", silo.Port), ("GatewayPort", silo.Gateway) })
        {
            await AssertRefused(
                $"--Silo:{name}: port {port} at 127.0.0.1 is in use by another process", [], $"--Silo:{name}={port}");
        }

        Assert.Null(silo.ExitCode);
    }

    [SkippableFact]
    public async Task A_database_that_refuses_is_refused_at_once()
    {
        SkipWithoutPostgres();
        using PostgresServer postgres = PostgresServer.Start();
        string server = postgres.ConnectionString;
        const string Correct = "in environment variable TILEDFIT_Silo__ConnectionString";
        (string Connection, string Problem, string Remedy)[] cases =
        [
            ($"{server};Username={PostgresServer.GuardedUser};Password=secret",
                "does not let user 'guarded' in", $"correct Username and Password {Correct}"),
            ($"{server};Username={PostgresServer.GuardedUser}",
                "cannot be used (No password", "correct environment variable TILEDFIT_Silo__ConnectionString"),
            ($"{server};Username=nobody", "does not let user 'nobody' in", $"correct Username and Password {Correct}"),
            ($"{server};Database=nowhere", "has no database 'nowhere'", $"correct Database {Correct}"),
            ($"{server};Database=template1", "lacks the silos' tables", $"correct Database {Correct}"),
        ];
        foreach ((string connection, string problem, string remedy) in cases)
        {
            CommandLine run = await AssertRefused(problem, SiloStart.With(connection, _directory["jobs"]));
            Assert.Contains(remedy, run.Error);
            Assert.DoesNotContain("secret", run.Error + run.Output);
            Assert.DoesNotContain("does not answer yet", run.Output);
        }
    }

    [SkippableFact]
    public async Task A_database_that_does_not_answer_is_waited_for_and_then_refused()
    {
        int port = Ports.Free(1)[0];
        Dictionary<string, string> settings = SiloStart.With(
            $"Host=127.0.0.1;Port={port};Database=a;Username=b", _directory["jobs"]);
        settings["TILEDFIT_Silo__DatabaseWaitSeconds"] = "1";
        CommandLine run = await AssertRefused(
            $"PostgreSQL at 127.0.0.1:{port} has not answered within 1 s (Connection refused); start it, or correct "
            + "Host and Port in environment variable TILEDFIT_Silo__ConnectionString",
            settings);
        Assert.Contains("does not answer yet (Connection refused); waiting up to 1 s", run.Output);
    }

    [SkippableFact]
    public async Task A_database_that_comes_late_is_waited_for()
    {
        SkipWithoutPostgres();
        using PostgresServer postgres = PostgresServer.Start();
        postgres.Stop();
        int[] ports = Ports.Free(2);
        using var silo = new SiloProcess(0, ports[0], ports[1], new Dictionary<string, string>
        {
            ["Clustering"] = "PostgreSQL",
            ["ConnectionString"] = postgres.ConnectionString,
            ["Storage__Root"] = _directory["jobs"],
            ["DatabaseWaitSeconds"] = "60",
        });
        silo.Start();
        await Await(silo, () => Task.FromResult(silo.Output.Contains("does not answer yet", StringComparison.Ordinal)));
        postgres.Resume();
        await AwaitGateway(silo);
        await silo.Terminate();
        Assert.Equal(0, silo.ExitCode);
    }

    private static async Task<CommandLine> AssertRefused(
        string message, Dictionary<string, string> environment, params string[] arguments)
    {
        SkipWithoutOrleans();
        CommandLine run = await SiloStart.Run(environment, arguments);
        Assert.Contains(message, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(BadInput, run.ExitCode);
        return run;
    }

    private static Task AwaitGateway(SiloProcess silo) => Await(silo, async () =>
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, silo.Gateway);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    private static async Task Await(SiloProcess silo, Func<Task<bool>> condition)
    {
        for (DateTime end = DateTime.UtcNow + Patience; !await condition();)
        {
            Assert.True(silo.ExitCode is null && DateTime.UtcNow < end, silo.Output);
            await Task.Delay(100);
        }
    }

    private static void SkipWithoutOrleans() => Skip.If(TestClusters.Missing is not null, TestClusters.Missing);

    private static void SkipWithoutPostgres()
    {
        SkipWithoutOrleans();
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
    }
}
