namespace TiledFit.Engine.Memory;

/// <summary>A place in a <see cref="ScratchFile"/>.</summary>
/// <param name="Offset">From the file's start, bytes.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ScratchSlot(long Offset, int Length);
