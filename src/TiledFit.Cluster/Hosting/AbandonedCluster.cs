using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// Lets a silo join where all silos have died. A silo joins once it has reached every member that the table has as
/// active, and the dead are declared dead by the living: where none lives, nobody would ever join. While this silo
/// waits, it looks after the members itself, and when no active one has told for long that it is alive (by the table)
/// and none takes a connection (by this silo), it declares them dead. One that does live, behind a torn network, tells
/// the table so, and is waited for.
/// </summary>
internal sealed partial class AbandonedCluster(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails self,
    IOptions<ClusterMembershipOptions> options, ILogger<AbandonedCluster> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _joined = new();

    private TimeSpan Silence =>
        options.Value.NumMissedTableIAmAliveLimit * options.Value.IAmAliveTablePublishTimeout;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            nameof(AbandonedCluster), ServiceLifecycleStage.ApplicationServices,
            _ => BeginToWatch(), _ => _joined.CancelAsync());
        lifecycle.Subscribe(nameof(AbandonedCluster), ServiceLifecycleStage.Active, _ => _joined.CancelAsync());
    }

    /// <inheritdoc/>
    public void Dispose() => _joined.Dispose();

    private Task BeginToWatch()
    {
        _ = WatchUntilJoined();
        return Task.CompletedTask;
    }

    private async Task WatchUntilJoined()
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                await TryDeclareDead();
            }
            while (await timer.WaitForNextTickAsync(_joined.Token));
        }
        catch (OperationCanceledException)
        {
            // Joined, or told to stop.
        }
    }

    private async Task TryDeclareDead()
    {
        try
        {
            // What was at this silo's own address gives way to it by itself.
            MembershipEntry[] active = [.. (await table.ReadAll()).Members.Select(member => member.Item1)
                .Where(member => member.Status == SiloStatus.Active
                    && !member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint))];
            if (active.All(IsSilent) && !await AnyAnswers(active))
            {
                await DeclareDead(active);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogRetry(logger, e.Message);
        }
    }

    private bool IsSilent(MembershipEntry member) =>
        DateTime.UtcNow - (member.IAmAliveTime > member.StartTime ? member.IAmAliveTime : member.StartTime) > Silence;

    private async Task<bool> AnyAnswers(MembershipEntry[] members) =>
        (await Task.WhenAll(members.Select(member => Answers(member.SiloAddress.Endpoint)))).Any(answers => answers);

    private async Task<bool> Answers(IPEndPoint address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_joined.Token);
        patience.CancelAfter(Pause);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            _joined.Token.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task DeclareDead(MembershipEntry[] members)
    {
        foreach (MembershipEntry member in members)
        {
            LogDeclaredDead(logger, member.SiloAddress, Silence.TotalSeconds);
            await membership.TryKill(member.SiloAddress);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Silo {Silo} is declared dead: no member of the cluster has told for {Seconds} s that it is alive, and none "
        + "takes a connection")]
    private static partial void LogDeclaredDead(ILogger logger, SiloAddress silo, double seconds);

    [LoggerMessage(LogLevel.Warning, "Whether the members of the cluster are alive is asked again: {Reason}")]
    private static partial void LogRetry(ILogger logger, string reason);
}
