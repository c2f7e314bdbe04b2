using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace TiledFit.Cli.Tests;

/// <summary>
/// Fits in processes of their own that are killed at random moments, with SIGKILL, and resumed: their results are those
/// of fits that nobody disturbed. TILEDFIT_KILLS says how often, and TILEDFIT_SEED when.
/// </summary>
public sealed class KilledFitTests(ITestOutputHelper output) : IDisposable
{
    private const int NotSettled = 3;

    private static readonly int Kills = Setting("TILEDFIT_KILLS", 6), Seed = Setting("TILEDFIT_SEED", 1);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>All in memory, and with as little as it can do with.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("--memory 256MiB")]
    public async Task AResumedFitGivesTheSameBytes(string options)
    {
        await CommandLine.RunAsync(
            "synth --width 700 --height 600 --components 1500 --sigma-min 2 --sigma-max 4 --noise 0.02 --perturb 0.3 "
            + $"--seed 7 -o {_directory["z.npy"]} --init {_directory["init.csv"]}");
        long begun = Stopwatch.GetTimestamp();
        Assert.Equal(NotSettled, await EndOf(Start("undisturbed", "")));
        TimeSpan whole = Stopwatch.GetElapsedTime(begun);
        var random = new Random(Seed);
        int kills = 0, fits = 0, resumed = 0;
        for (; kills < Kills; fits++)
        {
            string name = $"fit-{fits}";
            int? code = null;
            while (code is null)
            {
                using Process process = Start(name, $"--resume {options}");
                code = kills < Kills ? await KillAfter(process, random.NextDouble() * whole) : await EndOf(process);
                // Killed when its result stood.
                code ??= File.Exists(_directory[$"{name}/manifest.json"]) ? NotSettled : null;
                kills += code is null ? 1 : 0;
                resumed += code is null && HasCheckpoint(name) ? 1 : 0;
            }

            Assert.Equal(NotSettled, code);
            AssertSame(name);
        }

        output.WriteLine(
            $"{kills} kills in {fits} fits, of which {resumed} left a checkpoint; undisturbed {whole.TotalSeconds:F1} s");
    }

    // Null when it was killed before it ended.
    private static async Task<int?> KillAfter(Process process, TimeSpan time)
    {
        Task end = process.WaitForExitAsync();
        if (await Task.WhenAny(end, Task.Delay(time)) == end)
        {
            return process.ExitCode;
        }

        process.Kill();
        await end;
        return process.ExitCode == NotSettled ? NotSettled : null;
    }

    private static async Task<int> EndOf(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // Killed early, there is not even the directory.
    private bool HasCheckpoint(string name) => Directory.Exists(_directory[name])
        && Directory.GetFiles(_directory[name], ".tiledfit-checkpoint-?").Length > 0;

    private void AssertSame(string name)
    {
        string[] files = Names("undisturbed");
        Assert.Equal(files, Names(name));
        foreach (string file in files.Where(file => file.StartsWith("components", StringComparison.Ordinal)
            || file == "preview.png"))
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(_directory["undisturbed"], file)),
                File.ReadAllBytes(Path.Combine(_directory[name], file)));
        }
    }

    private string[] Names(string name) =>
    [
        .. Directory.GetFiles(_directory[name], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_directory[name], path))
            .Where(file => !file.StartsWith('.')).Order(StringComparer.Ordinal),
    ];

    private Process Start(string name, string options)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "tiledfit.dll");
        string arguments =
            $"fit {_directory["z.npy"]} --init {_directory["init.csv"]} -o {_directory[name]} --tile 96 --ring 10 "
            + $"--threads 2 --tolerance 0 --max-sweeps 12 --checkpoint 0.05 --quiet {options}";
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. words]))!;
    }

    private static int Setting(string name, int preset) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : preset;
}
