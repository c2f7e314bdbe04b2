using System.CommandLine;
using TiledFit.Benchmarks.Experiments;
using TiledFit.Benchmarks.Kernels;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Tiling;

namespace TiledFit.Benchmarks;

/// <summary>What can be measured. All results are Markdown on standard output.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Exit code for a command line that cannot be followed.</summary>
    public const int BadArguments = 2;

    private static readonly Dictionary<string, Action<Bench>> Peers = new()
    {
        ["spots"] = SpotsExperiment.Run,
        ["startup"] = StartupExperiment.Run,
        ["terrain"] = TerrainExperiment.Run,
        ["scipy"] = SciPyExperiment.Run,
    };

    private static readonly Option<int> Repeat = Positive(
        "--repeat", "N", "Interleaved repetitions, of which medians, least and greatest are told.", 5);

    private static readonly Option<string> Program = new("--tiledfit")
    {
        HelpName = "FILE",
        Description = "The program to measure, such as a published one.",
        DefaultValueFactory = _ => TiledFitProgram.BuiltPath,
    };

    static BenchmarkCommand()
    {
        Program.AcceptLegalFilePathsOnly();
        Program.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } file && !File.Exists(file))
            {
                result.AddError($"{Program.Name} {file}: there is no such file; build TiledFit.Cli, or name a program.");
            }
        });
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Measures TiledFit against other software and against the machine.")
        {
            KernelsCommand(), PeersCommand(), ThroughputCommand(), LinearCommand(), GigapixelCommand(), SeamsCommand(),
        };
#if HasBenchmarkDotNet
        root.Add(Micro.MicroCommand.Create());
#endif
        return root;
    }

    private static Command KernelsCommand()
    {
        var command = new Command(
            "kernels", "The kernels against y += a·x and against an exponential for every pixel.") { Repeat };
        command.SetAction(arguments =>
        {
            Describe(arguments);
            KernelExperiment.Run(arguments.GetValue(Repeat), Console.Out);
        });
        return command;
    }

    private static Command PeersCommand()
    {
        var cases = new Argument<string[]>("CASE")
        {
            Description = $"{string.Join(", ", Peers.Keys)}; all of them if none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        cases.AcceptOnlyFromAmong([.. Peers.Keys]);
        var command = new Command("peers", "Whole fits against Ceres Solver and SciPy, on the same files.") { cases };
        return Measuring(command, (bench, arguments) =>
        {
            string[] named = arguments.GetValue(cases) ?? [];
            foreach (string name in named.Length > 0 ? named : [.. Peers.Keys])
            {
                Peers[name](bench);
            }
        });
    }

    private static Command ThroughputCommand()
    {
        Option<int> side = Positive("--side", "PX", "Side of the raster.", 8192);
        Option<int> sweeps = Positive("--reference-sweeps", "N", "Sweeps to the objective that is compared with.", 100);
        var command = new Command("throughput", "Components a second and core on a large raster.") { side, sweeps };
        return Measuring(command, (bench, arguments) => ThroughputExperiment.Run(
            bench, arguments.GetValue(side), arguments.GetValue(sweeps)));
    }

    private static Command LinearCommand() => Measuring(
        new Command("linear", "The time a pixel on rasters of growing size, and two threads against one."),
        (bench, _) => LinearExperiment.Run(bench));

    private static Command GigapixelCommand()
    {
        Option<int> side = Positive("--side", "PX", "Side of the large raster.", 32_768);
        var memory = new Option<string>("--memory")
        {
            HelpName = "SIZE",
            Description = "What the fit may take.",
            DefaultValueFactory = _ => "2GiB",
        };
        var command = new Command("gigapixel", "A raster larger than memory against a small one.") { side, memory };
        return Measuring(command, (bench, arguments) => GigapixelExperiment.Run(
            bench, arguments.GetValue(side), arguments.GetRequiredValue(memory)));
    }

    private static Command SeamsCommand()
    {
        var raster = new Argument<string>("RASTER") { Description = "What to fit." };
        Option<int> components = Positive("--components", "N", "Ceiling on the components.", 2000);
        Option<int> tile = Positive("--tile", "PX", "Side of a tile.", 256);
        Option<int> sweeps = Positive("--max-sweeps", "N", "Limit on sweeps.", 30);
        var command = new Command("seams", "The residual beside the borders of tiles, and where no border is.")
        {
            raster, components, tile, sweeps,
        };
        command.SetAction(arguments =>
        {
            Describe(arguments);
            SeamsExperiment.Run(
                arguments.GetRequiredValue(raster),
                new FitOptions
                {
                    Components = arguments.GetValue(components),
                    TileSize = arguments.GetValue(tile),
                    MaxSweeps = arguments.GetValue(sweeps),
                },
                Console.Out);
        });
        return command;
    }

    private static Command Measuring(Command command, Action<Bench, ParseResult> run)
    {
        command.Add(Repeat);
        command.Add(Program);
        command.SetAction(arguments =>
        {
            Describe(arguments);
            DirectoryInfo directory = Directory.CreateTempSubdirectory("tiledfit-benchmarks-");
            try
            {
                var program = new TiledFitProgram(arguments.GetRequiredValue(Program));
                run(
                    new Bench(program, directory.FullName, arguments.GetValue(Repeat), Console.Out), arguments);
            }
            finally
            {
                directory.Delete(true);
            }
        });
        return command;
    }

    /// <summary>A whole number from 1.</summary>
    private static Option<int> Positive(string name, string valueName, string description, int preset)
    {
        var option = new Option<int>(name)
        {
            HelpName = valueName,
            Description = description,
            DefaultValueFactory = _ => preset,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{option.Name} must be at least 1.");
            }
        });
        return option;
    }

    private static void Describe(ParseResult arguments) =>
        Machine.Describe(Console.Out, arguments.Tokens.Select(token => token.Value));
}
