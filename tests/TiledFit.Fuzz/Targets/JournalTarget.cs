using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Journals;

namespace TiledFit.Fuzz.Targets;

/// <summary>
/// Snapshots, results of steps and components as the journal stores them, without the frame whose checksum would stop
/// nearly all mutations. The first byte says what follows.
/// </summary>
internal sealed class JournalTarget() : StoredTarget("journal")
{
    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        [0, .. JournalFormat.Write(JournalSamples.Snapshot(3, 4))],
        [1, .. JournalFormat.Write(JournalSamples.Step(5, 6))],
        [2, .. JournalFormat.Write(JournalSamples.Components(4, 7))],
    ];

    public override void Parse(byte[] input)
    {
        ReadOnlySpan<byte> rest = input.AsSpan(Math.Min(1, input.Length));
        switch (input is [] ? 0 : input[0] % 3)
        {
            case 0: JournalFormat.ReadSnapshot(rest); break;
            case 1: JournalFormat.ReadStep(rest); break;
            default: JournalFormat.ReadComponents(rest); break;
        }
    }
}
