using System.Security.Cryptography;
using TiledFit.Core;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Journals;

namespace TiledFit.Fuzz.Targets;

/// <summary>Checkpoints whose checksum is right, for it would stop nearly all mutations.</summary>
internal sealed class CheckpointTarget() : FileTarget("checkpoint")
{
    public override IReadOnlyList<byte[]> Corpus { get; } = [Sample()];

    protected override void ParseFile(string path)
    {
        File.AppendAllBytes(path, SHA256.HashData(File.ReadAllBytes(path)));
        try
        {
            CheckpointFile.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(e.Message, e);
        }
    }

    private static byte[] Sample()
    {
        var journal = new MemoryJournal();
        journal.WriteTile(JournalSamples.Snapshot(3, 4));
        journal.WriteStep(JournalSamples.Step(5, 6));
        journal.BeginStep(5, 7);
        journal.WriteState("job", () => [1, 2, 3]);
        string path = Path.GetTempFileName();
        journal.Capture(contents => CheckpointFile.Write(path, 1, contents));
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes[..^SHA256.HashSizeInBytes];
    }
}
