namespace TiledFit.Tiling.Jobs;

/// <summary>What a job is doing.</summary>
public enum JobPhase
{
    /// <summary>Every tile's pixels are looked at once.</summary>
    Survey,

    /// <summary>The objective of the start is counted.</summary>
    Count,

    /// <summary>Sweeps that add and remove components.</summary>
    Grow,

    /// <summary>Sweeps that only minimise.</summary>
    Fit,

    /// <summary>The final recount.</summary>
    Recount,

    /// <summary>Done.</summary>
    Finished,
}
