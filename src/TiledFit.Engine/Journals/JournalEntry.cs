namespace TiledFit.Engine.Journals;

/// <summary>What is stored of a tile.</summary>
/// <param name="Sweep">The sweep that it is of.</param>
/// <param name="Bytes">In <see cref="JournalFormat"/>; never changed.</param>
internal readonly record struct JournalEntry(int Sweep, byte[] Bytes);
