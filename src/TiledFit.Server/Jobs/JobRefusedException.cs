namespace TiledFit.Server.Jobs;

/// <summary>An engine refuses a request; the message is one line for the client.</summary>
/// <param name="refusal">Why.</param>
/// <param name="message">What to tell the client.</param>
public sealed class JobRefusedException(JobRefusal refusal, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public JobRefusal Refusal { get; } = refusal;

    internal static JobRefusedException Unknown(string id) =>
        new(JobRefusal.Unknown, id.Length <= 64 ? $"there is no job '{id}'" : "there is no such job");
}
