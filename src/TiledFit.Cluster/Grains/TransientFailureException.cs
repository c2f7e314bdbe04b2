namespace TiledFit.Cluster.Grains;

/// <summary>
/// Something that passes, such as a grain that does not answer because its silo has died: it is tried again.
/// </summary>
internal sealed class TransientFailureException(string message, Exception inner) : Exception(message, inner);
