using TiledFit.Engine;

namespace TiledFit.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : IProgressDisplay
{
    /// <inheritdoc/>
    public T During<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public void OnProgress(FitProgress progress)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(string message)
    {
    }
}
