using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// Wakes the jobs that have not ended when this silo has started and whenever another comes or goes, so that a job
/// whose silo died goes on within seconds rather than at its next reminder.
/// </summary>
internal sealed partial class JobWaker(
    IClusterMembershipService membership, IGrainFactory grains, ILogger<JobWaker> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (ClusterMembershipSnapshot _ in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            while (!await TryWake())
            {
                await Task.Delay(Retry, stoppingToken);
            }
        }
    }

    private async Task<bool> TryWake()
    {
        try
        {
            await grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).Wake();
            return true;
        }
        catch (Exception e)
        {
            LogRetry(logger, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Jobs are woken again: {Reason}")]
    private static partial void LogRetry(ILogger logger, string reason);
}
