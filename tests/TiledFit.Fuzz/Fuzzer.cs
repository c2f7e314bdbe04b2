using System.Diagnostics;
using TiledFit.Core;

namespace TiledFit.Fuzz;

/// <summary>Gives a parser mutated inputs and watches what it does with them.</summary>
internal sealed class Fuzzer(IFuzzTarget target, int seed)
{
    private const int LongestMessage = 1000, Attempts = 3;

    private readonly Mutator _mutator = new(target.Corpus, seed);
    private readonly List<FuzzFailure> _failures = [];
    private int _accepted, _refused;
    private double _longestSeconds;
    private long _mostBytes;

    /// <summary>The number of the input that is being parsed; may be read by another thread.</summary>
    public int Current { get; private set; }

    /// <summary>Checks that the corpus is accepted, and compiles the parser on the way.</summary>
    public void WarmUp()
    {
        foreach (byte[] input in target.Corpus)
        {
            target.Parse(input);
        }
    }

    /// <summary>Parses inputs.</summary>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="mostSeconds">What one may take.</param>
    public FuzzTally Run(int first, int count, double mostSeconds)
    {
        for (int index = first; index < first + count; index++)
        {
            Current = index;
            byte[] input = _mutator.Make(index);
            double seconds = Check(index, input);
            // A busy machine makes one run long, not all.
            for (int attempt = 1; seconds > mostSeconds && attempt < Attempts; attempt++)
            {
                seconds = Math.Min(seconds, Check(index, input));
            }

            _longestSeconds = Math.Max(_longestSeconds, seconds);
            if (seconds > mostSeconds)
            {
                Fail(index, $"{seconds:0.0} s for {input.Length} bytes");
            }
        }

        return new FuzzTally(_accepted, _refused, _longestSeconds, _mostBytes, _failures);
    }

    private double Check(int index, byte[] input)
    {
        long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        Exception? thrown = Parse(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _mostBytes = Math.Max(_mostBytes, allocated);
        if (allocated > target.FixedBytes + target.BytesPerByte * input.Length)
        {
            Fail(index, $"{allocated} bytes allocated for {input.Length}");
        }

        if (thrown is not null && Fault(thrown) is string fault)
        {
            Fail(index, fault);
        }

        _accepted += thrown is null ? 1 : 0;
        _refused += thrown is null ? 0 : 1;
        return seconds;
    }

    private Exception? Parse(byte[] input)
    {
        try
        {
            target.Parse(input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private string? Fault(Exception thrown) =>
        !target.IsDocumented(thrown) ? thrown.ToString()
        : thrown is InputException && !IsOneLine(thrown.Message) ? $"its message is not one line: {thrown.Message}"
        : null;

    private static bool IsOneLine(string message) => message.Length <= LongestMessage && !message.Any(char.IsControl);

    private void Fail(int index, string what) => _failures.Add(new FuzzFailure(target.Name, seed, index, what));
}
