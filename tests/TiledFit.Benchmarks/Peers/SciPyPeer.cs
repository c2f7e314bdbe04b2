namespace TiledFit.Benchmarks.Peers;

/// <summary>SciPy's least_squares, as <c>tests/peers/scipy_fit.py</c> uses it.</summary>
internal sealed class SciPyPeer : IPeer
{
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];

    private readonly string _python;

    private SciPyPeer(string python, string version)
    {
        _python = python;
        Name = $"SciPy {version}, least_squares (trf, lsmr)";
    }

    public string Name { get; }

    /// <summary>The peer; when it is missing this is told, and there is none.</summary>
    public static IReadOnlyList<SciPyPeer> Find(TextWriter notes)
    {
        foreach (string python in Interpreters)
        {
            if (ProgramRun.Try(python, "-c", "import scipy; print(scipy.__version__)") is { ExitCode: 0 } run)
            {
                return [new SciPyPeer(python, run.Output.Trim())];
            }
        }

        notes.WriteLine("SciPy is skipped: no python3 that has it.");
        return [];
    }

    public FitTrace Fit(FitProblem problem, FitLimits limits) => PeerReport.Read(ProgramRun.Of(
        _python,
        [
            Path.Combine(AppContext.BaseDirectory, "peers", "scipy_fit.py"), problem.Raster, problem.Init,
            "--evaluations", $"{limits.Iterations}", "--seconds",
            FormattableString.Invariant($"{limits.Seconds}"),
        ]));
}
