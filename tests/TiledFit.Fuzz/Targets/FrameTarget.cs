using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Journals;

namespace TiledFit.Fuzz.Targets;

/// <summary>The frame that tells whole records from damaged ones.</summary>
internal sealed class FrameTarget() : StoredTarget("frame")
{
    private static readonly byte[] Payload = JournalFormat.Write(JournalSamples.Snapshot(3, 4));

    public override IReadOnlyList<byte[]> Corpus { get; } = [JournalFrame.Wrap(JournalContent.Snapshot, Payload)];

    public override void Parse(byte[] input)
    {
        if (!JournalFrame.Unwrap(JournalContent.Snapshot, input).SequenceEqual(Payload))
        {
            throw new InvalidOperationException("other bytes have passed the checksum");
        }
    }
}
