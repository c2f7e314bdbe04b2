using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Http;

/// <summary>A watch as server-sent events.</summary>
internal static class EventStream
{
    /// <summary>Event types, and the data that come with them.</summary>
    public const string State = "state", Progress = "progress", Message = "message", Heartbeat = "heartbeat";

    /// <summary>The events, and a heartbeat whenever there has been none for a while since the first.</summary>
    public static async IAsyncEnumerable<SseItem<string>> Of(
        IAsyncEnumerable<JobEvent> events, TimeSpan heartbeat, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using IAsyncEnumerator<JobEvent> enumerator = events.GetAsyncEnumerator(cancellation);
        for (bool hasBegun = false; ; hasBegun = true)
        {
            Task<bool> next = enumerator.MoveNextAsync().AsTask();
            while (hasBegun && !next.IsCompleted
                && await Task.WhenAny(next, Task.Delay(heartbeat, cancellation)) != next)
            {
                yield return new SseItem<string>("{}", Heartbeat);
            }

            if (!await next)
            {
                yield break;
            }

            yield return Item(enumerator.Current);
        }
    }

    private static SseItem<string> Item(JobEvent happened) => happened switch
    {
        JobStateChanged e => new SseItem<string>(JsonSerializer.Serialize(e.Status, JobJson.Default.JobStatus), State)
        {
            EventId = e.Id,
        },
        JobProgressed e => new SseItem<string>(
            JsonSerializer.Serialize(e.Progress, JobJson.Default.JobProgress), Progress)
        { EventId = e.Id },
        JobSaid e => new SseItem<string>(JsonSerializer.Serialize(e.Message, JobJson.Default.String), Message)
        {
            EventId = e.Id,
        },
        _ => throw new InvalidOperationException(happened.ToString()),
    };
}
