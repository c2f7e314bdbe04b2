namespace TiledFit.Cluster.Jobs;

/// <summary>The run of a job that work was asked for is over.</summary>
[GenerateSerializer]
internal sealed class RunOverException(string message) : Exception(message);
