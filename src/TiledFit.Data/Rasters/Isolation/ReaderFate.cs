namespace TiledFit.Data.Rasters.Isolation;

/// <summary>How a reader was lost.</summary>
internal enum ReaderFate
{
    /// <summary>It ended by itself, as by a signal.</summary>
    Crashed,

    /// <summary>It was killed from outside, as where the machine runs out of memory.</summary>
    Killed,

    /// <summary>It gave no answer in time.</summary>
    Hung,

    /// <summary>It took more memory than it may.</summary>
    Overran,

    /// <summary>Its answer was none that there is.</summary>
    Confused,
}
