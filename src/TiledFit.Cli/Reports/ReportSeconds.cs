namespace TiledFit.Cli.Reports;

/// <summary>Wall-clock seconds of a run.</summary>
/// <param name="Read">Opening and surveying the raster.</param>
/// <param name="Seed">Finding the first components.</param>
/// <param name="Fit">Sweeps and recount.</param>
/// <param name="Write">Result and picture.</param>
/// <param name="Total">From the command's start to its report.</param>
internal sealed record ReportSeconds(double Read, double Seed, double Fit, double Write, double Total);
