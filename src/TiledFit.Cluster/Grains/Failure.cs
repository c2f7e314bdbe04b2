using TiledFit.Cluster.Jobs;
using TiledFit.Core;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>Tells what ends a job from what passes.</summary>
internal static class Failure
{
    /// <summary>The run was stopped, or the silo is about to stop: nothing to tell anyone.</summary>
    public static bool IsStop(Exception e) => e is OperationCanceledException or RunOverException;

    /// <summary>Whether what was given is at fault, rather than the cluster.</summary>
    public static bool IsInputFault(Exception e) => e is InputException;

    /// <summary>Why, in one line.</summary>
    public static string Reason(Exception e) =>
        e is InputException or IOException or UnauthorizedAccessException or FruitlessStepException
        ? e.Message
        : $"internal error ({e.GetType().Name}): {e.Message}";
}
