using TiledFit.Cli.Progress;
using TiledFit.Engine;

namespace TiledFit.Cli.Tests;

public class ProgressTests
{
    private static readonly FitProgress Running = new(
        "fit", 4, 1234.5, 1.5e-4, 2.5e-3, 9, 6, 16, 12345, 1 << 20, 12.3e6,
        TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(130));

    [Fact]
    public void ALineTellsEverything()
    {
        using var writer = new StringWriter();
        new ProgressLines(writer).OnProgress(Running);
        Assert.Equal(
            "1:15, about 2:10 left  fit, sweep 4  E 1234.5  fall 1.5e-4  gradient 2.5e-3  6 of 9 tiles done, 7 asleep  "
            + "12,345 components  12.3 Mpx/s",
            writer.ToString().TrimEnd());
    }

    [Fact]
    public void WhereNoTileSleepsNoneIsSaidTo()
    {
        using var writer = new StringWriter();
        new ProgressLines(writer).OnProgress(Running with { ActiveTiles = 16, FinishedTiles = 0 });
        Assert.Contains("  0 of 16 tiles done  12,345 components", writer.ToString());
    }

    [Fact]
    public void WhatIsNotKnownIsLeftOut()
    {
        using var writer = new StringWriter();
        new ProgressLines(writer).OnProgress(
            new FitProgress("survey", 0, null, null, null, 0, 0, 16, 0, 0, null, TimeSpan.Zero, null));
        Assert.Equal("0:00  survey  0 components", writer.ToString().TrimEnd());
    }

    [Fact]
    public void OnATerminalTheDisplayGoesWhenTheWorkIsDone()
    {
        using var writer = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings
        {
            Ansi = Spectre.Console.AnsiSupport.Yes,
            Interactive = Spectre.Console.InteractionSupport.Yes,
            Out = new Spectre.Console.AnsiConsoleOutput(writer),
        });
        var progress = new LiveProgress(console);
        Assert.Throws<OperationCanceledException>(() => progress.During<int>(() =>
        {
            progress.OnMessage("background: plane");
            throw new OperationCanceledException();
        }));
        Assert.Contains("background: plane", writer.ToString());
        const string HideCursor = "\e[?25l", ShowCursor = "\e[?25h";
        Assert.Contains(HideCursor, writer.ToString());
        Assert.True(writer.ToString().LastIndexOf(ShowCursor, StringComparison.Ordinal)
            > writer.ToString().LastIndexOf(HideCursor, StringComparison.Ordinal));
    }
}
