namespace TiledFit.Cluster.Grains;

/// <summary>A grain did not answer: its silo has died, or it has said itself what is wrong. It passes.</summary>
internal sealed class GrainUnreachableException(string message, Exception inner) : Exception(message, inner);
