namespace TiledFit.Engine;

/// <summary>How a fit is kept, so that it can go on after it was interrupted.</summary>
/// <param name="Interval">Time between checkpoints, which are made where the fit stores its state: after each region of a
/// sweep.</param>
/// <param name="Resume">Whether to go on with what an interrupted fit has left in the output directory.</param>
public sealed record CheckpointOptions(TimeSpan Interval, bool Resume);
