namespace TiledFit.Engine.Journals;

/// <summary>What a journal's file holds.</summary>
internal enum JournalContent
{
    /// <summary>A <see cref="Tiling.Jobs.TileSnapshot"/>.</summary>
    Snapshot = 1,

    /// <summary>A <see cref="Core.TileSteps.TileStepResult"/>.</summary>
    Step = 2,

    /// <summary>A named state.</summary>
    State = 3,
}
