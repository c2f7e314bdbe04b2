namespace TiledFit.Engine.Journals;

/// <summary>All that a journal holds.</summary>
internal sealed class JournalContents
{
    /// <summary>Components by tile.</summary>
    public Dictionary<int, JournalEntry> Tiles { get; init; } = [];

    /// <summary>Results of steps by tile.</summary>
    public Dictionary<int, JournalEntry> Steps { get; init; } = [];

    /// <summary>How often the latest step of a tile was begun.</summary>
    public Dictionary<int, (int Sweep, int Times)> Begun { get; init; } = [];

    /// <summary>Named states.</summary>
    public Dictionary<string, Func<byte[]>> States { get; init; } = [];

    /// <summary>The same, whatever is stored later.</summary>
    public JournalContents Copy() => new()
    {
        Tiles = new(Tiles),
        Steps = new(Steps),
        Begun = new(Begun),
        States = new(States),
    };
}
