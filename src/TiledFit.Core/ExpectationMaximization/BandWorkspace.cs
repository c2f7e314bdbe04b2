using TiledFit.Core.Numerics;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>The buffers of one worker's E-steps, reused from band to band.</summary>
public sealed class BandWorkspace
{
    internal AlignedBuffer Model { get; } = new();
}
