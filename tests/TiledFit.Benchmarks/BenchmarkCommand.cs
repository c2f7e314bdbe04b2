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

    private static readonly Option<int> Repeat = new("--repeat")
    {
        HelpName = "N",
        Description = "Interleaved repetitions, of which medians, least and greatest are told.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string> Program = new("--tiledfit")
    {
        HelpName = "FILE",
        Description = "The program to measure, such as a published one.",
        DefaultValueFactory = _ => TiledFitProgram.BuiltPath,
    };

    static BenchmarkCommand()
    {
        AtLeastOne(Repeat);
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
        var side = new Option<int>("--side")
        {
            HelpName = "PX",
            Description = "Side of the raster.",
            DefaultValueFactory = _ => 8192,
        };
        var sweeps = new Option<int>("--reference-sweeps")
        {
            HelpName = "N",
            Description = "Sweeps to the objective that is compared with.",
            DefaultValueFactory = _ => 100,
        };
        AtLeastOne(side);
        AtLeastOne(sweeps);
        var command = new Command("throughput", "Components a second and core on a large raster.") { side, sweeps };
        return Measuring(command, (bench, arguments) => ThroughputExperiment.Run(
            bench, arguments.GetValue(side), arguments.GetValue(sweeps)));
    }

    private static Command LinearCommand() => Measuring(
        new Command("linear", "The time a pixel on rasters of growing size, and two threads against one."),
        (bench, _) => LinearExperiment.Run(bench));

    private static Command GigapixelCommand()
    {
        var side = new Option<int>("--side")
        {
            HelpName = "PX",
            Description = "Side of the large raster.",
            DefaultValueFactory = _ => 32_768,
        };
        var memory = new Option<string>("--memory")
        {
            HelpName = "SIZE",
            Description = "What the fit may take.",
            DefaultValueFactory = _ => "2GiB",
        };
        AtLeastOne(side);
        var command = new Command("gigapixel", "A raster larger than memory against a small one.") { side, memory };
        return Measuring(command, (bench, arguments) => GigapixelExperiment.Run(
            bench, arguments.GetValue(side), arguments.GetRequiredValue(memory)));
    }

    private static Command SeamsCommand()
    {
        var raster = new Argument<string>("RASTER") { Description = "What to fit." };
        var components = new Option<int>("--components")
        {
            HelpName = "N",
            Description = "Ceiling on the components.",
            DefaultValueFactory = _ => 2000,
        };
        var tile = new Option<int>("--tile")
        {
            HelpName = "PX",
            Description = "Side of a tile.",
            DefaultValueFactory = _ => 256,
        };
        var sweeps = new Option<int>("--max-sweeps")
        {
            HelpName = "N",
            Description = "Limit on sweeps.",
            DefaultValueFactory = _ => 30,
        };
        AtLeastOne(components);
        AtLeastOne(tile);
        AtLeastOne(sweeps);
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

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} must be at least 1.");
        }
    });

    private static void Describe(ParseResult arguments) =>
        Machine.Describe(Console.Out, arguments.Tokens.Select(token => token.Value));
}
