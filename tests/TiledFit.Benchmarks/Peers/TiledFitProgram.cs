using System.Globalization;

namespace TiledFit.Benchmarks.Peers;

/// <summary>The command line of TiledFit, as it was built along with this program or as it is given.</summary>
internal sealed class TiledFitProgram(string path)
{
    private const int NotSettled = 3;

    /// <summary>Built along: it lies beside this program's directory.</summary>
    public static string BuiltPath
    {
        get
        {
            string own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            string file = OperatingSystem.IsWindows() ? "tiledfit.exe" : "tiledfit";
            return Path.GetFullPath(Path.Combine(own, "..", "..", "TiledFit.Cli", Path.GetFileName(own), file));
        }
    }

    /// <summary>A field of components of σ 2 to 5 px with noise of 0.01, and a start 0.15 σ off.</summary>
    public FitProblem Synthesize(string directory, int side, int components)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"spots-{side}-{components}");
        var problem = new FitProblem(Path.Combine(directory, name + ".npy"), Path.Combine(directory, name + ".csv"));
        ProgramRun.Of(
            path,
            [
                "synth", "--width", $"{side}", "--height", $"{side}", "--components", $"{components}", "--sigma-min",
                "2", "--sigma-max", "5", "--noise", "0.01", "--perturb", "0.15", "-o", problem.Raster, "--init",
                problem.Init,
            ]);
        return problem;
    }

    /// <summary>Fits from the problem's start, without a background.</summary>
    public (TiledFitReport Report, double Seconds) Fit(FitProblem problem, params string[] options)
    {
        string output = problem.Raster + ".fit";
        ProgramRun run = ProgramRun.Of(
            path,
            [
                "fit", problem.Raster, "--init", problem.Init, "-o", output, "--overwrite", "--background", "none",
                "--quiet", "--json", .. options,
            ],
            NotSettled);
        Directory.Delete(output, true);
        return (TiledFitReport.Read(run), run.Seconds);
    }
}
