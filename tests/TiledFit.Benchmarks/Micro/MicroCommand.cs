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
        command.SetAction(arguments => BenchmarkSwitcher
            .FromTypes([typeof(KernelBenchmarks), typeof(NormalEquationsBenchmarks)])
            .Run(["--filter", arguments.GetRequiredValue(filter), "--artifacts", LogDirectory]));
        return command;
    }
}
