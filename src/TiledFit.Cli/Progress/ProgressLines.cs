using System.Diagnostics;
using TiledFit.Engine;

namespace TiledFit.Cli.Progress;

/// <summary>Shows progress as plain lines, at most one a second, and every message.</summary>
internal sealed class ProgressLines(TextWriter writer) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _sinceLine = new();

    /// <inheritdoc/>
    public T During<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public void OnProgress(FitProgress progress)
    {
        if (_sinceLine.IsRunning && _sinceLine.Elapsed < Pause)
        {
            return;
        }

        _sinceLine.Restart();
        writer.WriteLine(string.Join("  ", ProgressText.Facts(progress).Prepend(ProgressText.Clock(progress))));
    }

    /// <inheritdoc/>
    public void OnMessage(string message) => writer.WriteLine(message);
}
