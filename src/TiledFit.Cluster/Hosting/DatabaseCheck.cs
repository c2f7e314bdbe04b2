using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using TiledFit.Core;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// Whether PostgreSQL is there and has the schema. Parts of a cluster start in any order: a server that does not answer
/// yet is waited for; one that refuses would go on to do so.
/// </summary>
internal sealed partial class DatabaseCheck(
    SiloSettings settings, SettingOrigins origins, ILogger<DatabaseCheck> logger)
{
    private const int LongestAttempt = 15;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnectionStringBuilder _connection = new(settings.ConnectionString) { Pooling = false };

    private string Server => $"PostgreSQL at {_connection.Host}:{_connection.Port}";

    private string Setting => origins.Of(nameof(settings.ConnectionString));

    /// <summary>Reads from the database, for as long as it does not answer yet and there is time.</summary>
    /// <exception cref="InputException">It cannot be used.</exception>
    public async Task RunAsync()
    {
        var elapsed = Stopwatch.StartNew();
        TimeSpan patience = TimeSpan.FromSeconds(settings.DatabaseWaitSeconds);
        bool hasWaited = false;
        while (await TryAsync(patience - elapsed.Elapsed) is { } fault)
        {
            if (!MayPass(fault) || elapsed.Elapsed >= patience)
            {
                throw new InputException(Describe(fault), fault);
            }

            if (!hasWaited)
            {
                LogWait(logger, Server, fault.GetBaseException().Message, settings.DatabaseWaitSeconds);
                hasWaited = true;
            }

            await Task.Delay(Pause);
        }

        if (hasWaited)
        {
            LogAnswer(logger, Server, elapsed.Elapsed.TotalSeconds);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Server} does not answer yet ({Reason}); waiting up to {Seconds} s")]
    private static partial void LogWait(ILogger logger, string server, string reason, double seconds);

    [LoggerMessage(LogLevel.Information, "{Server} answered after {Seconds:F0} s")]
    private static partial void LogAnswer(ILogger logger, string server, double seconds);

    // No answer, or one that means later: starting up, shutting down, too many connections.
    private static bool MayPass(Exception fault) =>
        fault is SocketException or TimeoutException or NpgsqlException { IsTransient: true };

    private async Task<Exception?> TryAsync(TimeSpan left)
    {
        try
        {
            _connection.Timeout = Math.Clamp((int)Math.Ceiling(left.TotalSeconds), 1, LongestAttempt);
            await using var connection = new NpgsqlConnection(_connection.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT count(*) FROM OrleansQuery", connection);
            await command.ExecuteScalarAsync();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private string Describe(Exception fault)
    {
        string reason = fault.GetBaseException().Message;
        return MayPass(fault)
            ? $"{Server} has not answered within {settings.DatabaseWaitSeconds} s ({reason}); "
                + $"start it, or correct Host and Port in {Setting}"
            : fault is PostgresException refusal
            ? DescribeRefusal(refusal)
            : $"{Server} cannot be used ({reason}); correct {Setting}";
    }

    private string DescribeRefusal(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{Server} does not let user '{_connection.Username}' in ({refusal.MessageText}); "
            + $"correct Username and Password in {Setting}",
        PostgresErrorCodes.InvalidCatalogName =>
            $"{Server} has no database '{_connection.Database}'; create it, or correct Database in {Setting}",
        PostgresErrorCodes.UndefinedTable =>
            $"database '{_connection.Database}' of {Server} lacks the silos' tables; run psql -X -v ON_ERROR_STOP=1 "
            + $"-f deploy/postgres/schema.sql there as '{_connection.Username}', or correct Database in {Setting}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"{Server} does not let user '{_connection.Username}' read the silos' tables ({refusal.MessageText}); "
            + $"run deploy/postgres/schema.sql as that user, or correct Username in {Setting}",
        _ => $"{Server} refuses: {refusal.MessageText} ({refusal.SqlState}); correct {Setting}",
    };
}
