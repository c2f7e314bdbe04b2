using System.Diagnostics;
using Spectre.Console;
using TiledFit.Engine;

namespace TiledFit.Cli.Progress;

/// <summary>Shows progress in place on a terminal, with a bar for the tiles of the sweep.</summary>
internal sealed class LiveProgress(IAnsiConsole console) : IProgressDisplay
{
    private const int BarWidth = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    /// <summary>
    /// Two lines, as later: the display moves the cursor up by one line less than it has, which must not be none.
    /// </summary>
    private static readonly Rows Starting = new(new Text("starting"), new Text(" "));

    private readonly Stopwatch _sinceRefresh = Stopwatch.StartNew();
    private LiveDisplayContext? _context;
    private string? _phase;

    /// <inheritdoc/>
    public T During<T>(Func<T> work) => console.Live(Starting).AutoClear(true).Start(context =>
    {
        _context = context;
        return work();
    });

    /// <inheritdoc/>
    public void OnProgress(FitProgress progress)
    {
        if (_sinceRefresh.Elapsed < Pause && progress.Phase == _phase)
        {
            return;
        }

        _sinceRefresh.Restart();
        _phase = progress.Phase;
        _context?.UpdateTarget(Draw(progress));
    }

    /// <inheritdoc/>
    public void OnMessage(string message) => console.WriteLine(message);

    private static Rows Draw(FitProgress progress) => new(
        new Columns(
            new Text(ProgressText.Phase(progress), new Style(decoration: Decoration.Bold)),
            new Text(Bar(progress), new Style(Color.Blue)),
            new Text(ProgressText.Clock(progress)))
        { Expand = false },
        new Text(string.Join("   ", ProgressText.Facts(progress).Skip(1)), new Style(Color.Grey)));

    private static string Bar(FitProgress progress)
    {
        int done = progress.ActiveTiles == 0 ? 0 : BarWidth * progress.FinishedTiles / progress.ActiveTiles;
        return new string('━', Math.Min(done, BarWidth)).PadRight(BarWidth, '─');
    }
}
