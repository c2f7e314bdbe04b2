namespace TiledFit.Cluster.Jobs;

/// <summary>The database cannot be reached, and nothing has changed; the message says why, in one line.</summary>
[GenerateSerializer]
public sealed class StorageUnavailableException : Exception
{
    /// <summary>A change that could not be stored.</summary>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }
}
