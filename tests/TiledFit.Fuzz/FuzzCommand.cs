using System.CommandLine;

namespace TiledFit.Fuzz;

/// <summary>The program: so many inputs for each parser, from a seed.</summary>
internal static class FuzzCommand
{
    public static RootCommand Create()
    {
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var count = new Option<int>("--count")
        {
            DefaultValueFactory = _ => 10_000,
            Description = "For each parser; a twentieth for each format that a library reads in another process.",
        };
        var first = new Option<int>("--first") { Description = "Number of the first input." };
        var parser = new Option<string?>("--parser") { Description = "Only this one." };
        var root = new RootCommand("Gives every parser mutated inputs.") { seed, count, first, parser };
        root.SetAction(arguments => Run(
            arguments.GetValue(parser), arguments.GetValue(seed), arguments.GetValue(first),
            arguments.GetValue(count)));
        return root;
    }

    private static int Run(string? parser, int seed, int first, int count)
    {
        IFuzzTarget[] targets = [.. FuzzTargets.All.Where(target => parser is null || target.Name == parser)];
        if (targets.Length == 0)
        {
            string names = string.Join(", ", FuzzTargets.All.Select(target => target.Name));
            Console.Error.WriteLine($"--parser '{parser}' is unknown; take one of {names}");
            return 2;
        }

        int failures = 0;
        foreach (IFuzzTarget target in targets)
        {
            FuzzTally tally = FuzzRun.Start(
                target, seed, first, Math.Max(1, count / target.Share), target.MostSeconds);
            Console.WriteLine(
                $"{target.Name,-10} {tally.Accepted,7} accepted {tally.Refused,7} refused "
                + $"{tally.Failures.Count,5} failed  longest {tally.LongestSeconds:0.000} s  "
                + $"most {tally.MostBytes / 1024.0:0} KiB  "
                + $"{target.Remark}");
            foreach (FuzzFailure failure in tally.Failures.Take(5))
            {
                Console.WriteLine(failure);
            }

            failures += tally.Failures.Count;
        }

        return failures == 0 ? 0 : 1;
    }
}
