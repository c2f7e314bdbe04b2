namespace TiledFit.Benchmarks.Kernels;

/// <summary>
/// Times actions in turns, so that what else the machine does hits all of them alike. A measurement is the mean over
/// as many calls as fill a slice of time.
/// </summary>
internal static class InterleavedTimer
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    /// <summary>Seconds a call: for each action, one measurement of each repetition.</summary>
    public static double[][] Measure(int repetitions, params Action[] actions)
    {
        int[] calls = [.. actions.Select(CallsIn)];
        double[][] seconds = [.. actions.Select(_ => new double[repetitions])];
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            for (int k = 0; k < actions.Length; k++)
            {
                seconds[k][repetition] = Time(actions[k], calls[k]).TotalSeconds / calls[k];
            }
        }

        return seconds;
    }

    // The first call, which compiles, is not counted.
    private static int CallsIn(Action action)
    {
        action();
        int calls = 1;
        for (TimeSpan time = Time(action, calls); time < Slice / 4; time = Time(action, calls))
        {
            calls *= 2;
        }

        return Math.Max(1, (int)(calls * (Slice / Time(action, calls))));
    }

    // Processor time rather than time of day: another process's turn does not count.
    private static TimeSpan Time(Action action, int calls)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int k = 0; k < calls; k++)
        {
            action();
        }

        return Environment.CpuUsage.TotalTime - start;
    }
}
