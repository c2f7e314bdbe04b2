using System.Globalization;
using TiledFit.Cli.Reports;
using TiledFit.Engine;

namespace TiledFit.Cli.Progress;

/// <summary>The state of a fit in words.</summary>
internal static class ProgressText
{
    /// <summary>Time since the start, and what is thought to be left.</summary>
    public static string Clock(FitProgress progress) => progress.Remaining is { } remaining
        ? $"{Format.Clock(progress.Elapsed)}, about {Format.Clock(remaining)} left"
        : Format.Clock(progress.Elapsed);

    /// <summary>What is known, in order of interest.</summary>
    public static IEnumerable<string> Facts(FitProgress progress)
    {
        yield return Phase(progress);
        if (progress.Objective is { } objective)
        {
            yield return $"E {Format.Rounded(objective, 10)}";
        }

        if (progress.RelativeDecrease is { } decrease)
        {
            yield return $"fall {Short(decrease)}";
        }

        if (progress.LargestGradient is { } gradient)
        {
            yield return $"gradient {Short(gradient)}";
        }

        if (progress.ActiveTiles > 0 && progress.Tiles > 1)
        {
            yield return Tiles(progress);
        }

        yield return $"{Format.Count(progress.Components)} components";
        if (progress.PixelsPerSecond is { } speed)
        {
            yield return Speed(speed);
        }
    }

    /// <summary>The phase, with its sweep.</summary>
    public static string Phase(FitProgress progress) =>
        progress.Sweep > 0 ? $"{progress.Phase}, sweep {progress.Sweep}" : progress.Phase;

    /// <summary>Of the tiles that this sweep runs, those that are through; the others sleep.</summary>
    private static string Tiles(FitProgress progress)
    {
        string done = $"{Format.Count(progress.FinishedTiles)} of {Format.Count(progress.ActiveTiles)} tiles done";
        int asleep = progress.Tiles - progress.ActiveTiles;
        return asleep > 0 ? $"{done}, {Format.Count(asleep)} asleep" : done;
    }

    private static string Speed(double pixelsPerSecond) => pixelsPerSecond >= 1e5
        ? (pixelsPerSecond / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " Mpx/s"
        : (pixelsPerSecond / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kpx/s";

    private static string Short(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
