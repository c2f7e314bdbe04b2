using System.CommandLine;
using BenchmarkDotNet.Running;

namespace TiledFit.Benchmarks.Micro;

/// <summary><c>micro</c>: the kernels by BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    private static readonly string LogDirectory = Path.Combine(AppContext.BaseDirectory, "logs");

    public static Command Create()
    {
        var filter = new Argument<string>("FILTER")
        {
            Description = "Which benchmarks, such as *Cholesky*.",
            DefaultValueFactory = _ => "*",
        };
        var command = new Command("micro", "The kernels and the normal equations by BenchmarkDotNet.") { filter };
        command.SetAction(arguments => Run(arguments.GetRequiredValue(filter)));
        return command;
    }

    private static int Run(string filter)
    {
        bool hasRun = BenchmarkSwitcher
            .FromTypes([typeof(KernelBenchmarks), typeof(NormalEquationsBenchmarks)])
            .Run(["--filter", filter, "--artifacts", LogDirectory])
            .Any();
        if (!hasRun)
        {
            Console.Error.WriteLine($"no benchmark is called {filter}; '*' runs all");
        }

        return hasRun ? 0 : BenchmarkCommand.BadArguments;
    }
}
