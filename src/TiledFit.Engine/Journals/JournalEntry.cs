namespace TiledFit.Engine.Journals;

/// <summary>What is stored of a tile.</summary>
/// <param name="Sweep">The sweep that it is of.</param>
/// <param name="Bytes">Gives it in <see cref="JournalFormat"/>, always the same.</param>
internal readonly record struct JournalEntry(int Sweep, Func<byte[]> Bytes);
