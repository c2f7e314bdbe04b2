namespace TiledFit.Data.Rasters.Isolation;

/// <summary>A reader was lost while it worked.</summary>
/// <param name="fate">How.</param>
/// <param name="message">What became of it, to follow "reading rows 0 to 9 ".</param>
/// <param name="cause">By which it was noticed.</param>
internal sealed class ReaderLostException(ReaderFate fate, string message, Exception cause) : Exception(message, cause)
{
    /// <summary>How.</summary>
    public ReaderFate Fate => fate;
}
