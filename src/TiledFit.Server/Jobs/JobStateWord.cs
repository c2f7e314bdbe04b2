namespace TiledFit.Server.Jobs;

/// <summary>The words for states, as JSON has them.</summary>
internal static class JobStateWord
{
    private static readonly string[] Words =
        Array.ConvertAll(Enum.GetNames<JobState>(), name => name.ToLowerInvariant());

    public static IReadOnlyList<string> All => Words;

    public static string Of(JobState state) => Words[(int)state];

    /// <summary>The state that a word means; null for none.</summary>
    public static JobState? Parse(string? word) => Array.IndexOf(Words, word) is >= 0 and int index
        ? (JobState)index
        : null;
}
