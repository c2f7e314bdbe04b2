using TiledFit.Engine.Memory;

namespace TiledFit.Engine.Journals;

/// <summary>What is stored of a tile: in memory as it was given, or as bytes.</summary>
/// <param name="Sweep">The sweep that it is of.</param>
/// <param name="Content">What was given, which never changes; null where there are only its bytes.</param>
/// <param name="Bytes">Gives it in <see cref="JournalFormat"/>, always the same.</param>
/// <param name="Slot">Where the bytes are in a scratch file, or null.</param>
internal readonly record struct JournalEntry(int Sweep, object? Content, Func<byte[]> Bytes, ScratchSlot? Slot = null)
{
    /// <summary>An entry whose bytes are in a scratch file.</summary>
    public static JournalEntry In(ScratchFile scratch, int sweep, ReadOnlySpan<byte> bytes)
    {
        ScratchSlot slot = scratch.Write(bytes);
        return new JournalEntry(sweep, null, () => scratch.Read(slot), slot);
    }
}
