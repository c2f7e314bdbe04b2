namespace TiledFit.Fuzz;

/// <summary>A run on a thread of its own, so that an input that hangs is found as well.</summary>
internal static class FuzzRun
{
    /// <summary>After so long without a new input the parser hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Parses inputs.</summary>
    /// <param name="target">The parser.</param>
    /// <param name="seed">Of the mutations.</param>
    /// <param name="first">Number of the first input.</param>
    /// <param name="count">How many.</param>
    /// <param name="mostSeconds">What one input may take.</param>
    /// <returns>What became of them; after a hang, only that.</returns>
    public static FuzzTally Start(IFuzzTarget target, int seed, int first, int count, double mostSeconds)
    {
        var fuzzer = new Fuzzer(target, seed);
        fuzzer.WarmUp();
        FuzzTally? tally = null;
        var thread = new Thread(() => tally = fuzzer.Run(first, count, mostSeconds)) { IsBackground = true };
        thread.Start();
        for (int seen = -1; !thread.Join(Patience); seen = fuzzer.Current)
        {
            if (fuzzer.Current == seen)
            {
                return new FuzzTally(0, 0, Patience.TotalSeconds, 0,
                    [new FuzzFailure(target.Name, seed, seen, "hangs")]);
            }
        }

        return tally!;
    }
}
