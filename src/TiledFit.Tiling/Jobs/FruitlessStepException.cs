namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A step that has been begun again and again and has never come to a result: it seems to end the process that takes it.
/// </summary>
public sealed class FruitlessStepException : Exception
{
    /// <summary>Names the step.</summary>
    /// <param name="tile">Its tile.</param>
    /// <param name="sweep">Its sweep.</param>
    /// <param name="times">How often it has been begun.</param>
    public FruitlessStepException(int tile, int sweep, int times)
        : base($"the step of tile {tile} in sweep {sweep} was begun {times} times and never finished; it seems to end "
            + "the process that takes it, for want of memory perhaps: see the logs, then resume the job")
    {
    }
}
