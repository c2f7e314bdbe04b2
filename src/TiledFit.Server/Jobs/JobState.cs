using System.Text.Json.Serialization;

namespace TiledFit.Server.Jobs;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Runs, or goes on by itself when its server is back.</summary>
    Running,

    /// <summary>Asked to stop, and has not yet.</summary>
    Cancelling,

    /// <summary>Its result is published.</summary>
    Done,

    /// <summary>Stopped by an error; there is no result. It can be resumed.</summary>
    Failed,

    /// <summary>Stopped on request; there is no result. It can be resumed.</summary>
    Cancelled,
}
