namespace TiledFit.Cluster.Jobs;

/// <summary>A request that does not go with what there is; the message says why, in one line.</summary>
[GenerateSerializer]
public sealed class JobConflictException : Exception
{
    /// <summary>A refusal.</summary>
    public JobConflictException(string message)
        : base(message)
    {
    }
}
