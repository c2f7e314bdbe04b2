namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>The host of a job is gone.</summary>
internal sealed class Crash : Exception;
