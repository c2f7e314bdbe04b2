namespace TiledFit.Benchmarks.Peers;

/// <summary>Ceres Solver, as <c>tests/peers/ceres_fit.cc</c> uses it.</summary>
internal sealed class CeresPeer : IPeer
{
    private readonly string _program, _solver;

    private CeresPeer(string name, string program, string solver)
    {
        Name = name;
        _program = program;
        _solver = solver;
    }

    public string Name { get; }

    /// <summary>Compiles the program; what is missing is told, and there is no such peer.</summary>
    public static IReadOnlyList<CeresPeer> Build(string directory, TextWriter notes)
    {
        string program = Path.Combine(directory, "ceres_fit");
        string? missing = Compile(program);
        if (missing is not null)
        {
            notes.WriteLine($"Ceres is skipped: {missing} is missing.");
            return [];
        }

        return
        [
            new CeresPeer("Ceres, SPARSE_NORMAL_CHOLESKY", program, "cholesky"),
            new CeresPeer("Ceres, CGNR", program, "cgnr"),
        ];
    }

    public FitTrace Fit(FitProblem problem, FitLimits limits) => PeerReport.Read(ProgramRun.Of(
        _program,
        [
            problem.Raster, problem.Init, "--threads", "1", "--solver", _solver, "--iterations",
            $"{limits.Iterations}", "--seconds", FormattableString.Invariant($"{limits.Seconds}"),
        ]));

    // What is missing, or null.
    private static string? Compile(string program)
    {
        if (ProgramRun.Try("pkg-config", "--cflags", "eigen3") is not { } eigen)
        {
            return "pkg-config";
        }

        if (eigen.ExitCode != 0)
        {
            return "Eigen (libeigen3-dev)";
        }

        string[] flags = eigen.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        ProgramRun? build = ProgramRun.Try(
            "g++",
            [
                "-O3", "-march=native", "-std=c++17", Path.Combine(AppContext.BaseDirectory, "peers", "ceres_fit.cc"),
                "-o", program, .. flags, "-lceres", "-lglog", "-lgflags",
            ]);
        return build switch
        {
            null => "g++",
            { ExitCode: 0 } => null,
            _ when build.Errors.Contains("ceres/ceres.h: No such file", StringComparison.Ordinal)
                => "Ceres Solver (libceres-dev)",
            _ => throw new InvalidOperationException($"ceres_fit.cc does not compile: {build.Errors}"),
        };
    }
}
