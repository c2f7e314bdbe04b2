namespace TiledFit.Tiling.Jobs;

/// <summary>What is done with any journal.</summary>
public static class JobJournalExtensions
{
    /// <summary>How often a step may be begun in vain: many more times than machines die during one.</summary>
    public const int MostAttempts = 20;

    /// <summary>
    /// Notes that a step begins, unless it seems to end whoever takes it. A job that is resumed after that has as many
    /// attempts again.
    /// </summary>
    /// <returns>How often the step had been begun before.</returns>
    /// <exception cref="FruitlessStepException">Each <see cref="MostAttempts"/> attempts in vain.</exception>
    public static int TryStep(this IJobJournal journal, int tile, int sweep)
    {
        int before = journal.BeginStep(tile, sweep);
        return before == 0 || before % MostAttempts > 0
            ? before
            : throw new FruitlessStepException(tile, sweep, before);
    }
}
