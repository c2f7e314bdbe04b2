using System.Globalization;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>A PostgreSQL of the test's own, on loopback, with the schema that silos need.</summary>
internal sealed class PostgresServer : IDisposable
{
    /// <summary>A user who is asked for a password, and has none.</summary>
    public const string GuardedUser = "guarded";

    private const string User = "postgres";

    private static readonly string? Programs = FindPrograms();

    private readonly string _directory;
    private readonly int _port = Ports.Free(1)[0];

    private PostgresServer()
    {
        _directory = Directory.CreateTempSubdirectory("tiledfit-postgres-").FullName;
        if (IsRoot)
        {
            Command.Run("chown", User, _directory);
        }
    }

    /// <summary>Why it cannot be started here, or null.</summary>
    public static string? Missing => Programs is null ? "PostgreSQL is not installed"
        : IsRoot && !File.Exists("/usr/sbin/runuser") ? "PostgreSQL does not run as root, and runuser is not installed"
        : null;

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database=postgres;Username={User};Timeout=3");

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_directory, "data");

    public static PostgresServer Start()
    {
        var server = new PostgresServer();
        Run("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
        string access = Path.Combine(server.Data, "pg_hba.conf");
        File.WriteAllText(
            access, $"host all {GuardedUser} 127.0.0.1/32 scram-sha-256\n{File.ReadAllText(access)}");
        server.Resume();
        server.Execute("-f", Path.Combine(AppContext.BaseDirectory, "schema.sql"));
        return server;
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public void Stop() => Run("pg_ctl", "-D", Data, "-s", "-w", "-m", "immediate", "stop");

    /// <summary>Starts it again.</summary>
    public void Resume() => Run(
        "pg_ctl", "-D", Data, "-s", "-w", "-l", Path.Combine(_directory, "log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off", "start");

    /// <summary>Makes it look as if all that silos have told of themselves were this long ago.</summary>
    public void Age(TimeSpan time) => Execute("-c", string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE orleans_silo SET started_at = started_at - interval '{time.TotalSeconds} s', "
        + $"alive_at = alive_at - interval '{time.TotalSeconds} s'"));

    public void Dispose()
    {
        try
        {
            Stop();
        }
        catch (InvalidOperationException)
        {
            // It is stopped already.
        }

        Directory.Delete(_directory, recursive: true);
    }

    // As the caller: the server's user need not be able to read the script.
    private void Execute(string option, string value) => Command.Run(
        PathOf("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{_port}", "-U", User,
        option, value);

    private static string PathOf(string program) => Path.Combine(Programs!, program);

    private static void Run(string program, params string[] arguments)
    {
        string path = PathOf(program);
        if (IsRoot)
        {
            Command.Run("runuser", ["-u", User, "--", path, .. arguments]);
        }
        else
        {
            Command.Run(path, arguments);
        }
    }

    private static string? FindPrograms()
    {
        IEnumerable<string> installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending()
                .Select(path => Path.Combine(path, "bin"))
            : [];
        IEnumerable<string> onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return installed.Concat(onPath).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")));
    }
}
