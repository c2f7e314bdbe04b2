using TiledFit.Engine;

namespace TiledFit.Cluster.Jobs;

/// <summary>Keeps what a start says.</summary>
internal sealed class MessageList : IFitObserver
{
    /// <summary>The lines so far.</summary>
    public List<string> Lines { get; } = [];

    /// <inheritdoc/>
    public void OnProgress(FitProgress progress)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(string message) => Lines.Add(message);
}
