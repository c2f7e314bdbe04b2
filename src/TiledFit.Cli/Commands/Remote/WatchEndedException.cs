namespace TiledFit.Cli.Commands.Remote;

/// <summary>The watch of a job was ended, not the job.</summary>
/// <param name="id">The job.</param>
internal sealed class WatchEndedException(string id)
    : OperationCanceledException($"watch ended; job {id} goes on");
