using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Data.Storage;
using TiledFit.Engine.Journals;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

/// <summary>A checkpoint does what a journal does, and outlives what may happen to its files.</summary>
public sealed class CheckpointTests : JournalContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _told = [];
    private readonly Checkpoint _journal;

    public CheckpointTests() => _journal = Open("job", resume: false);

    protected override IJobJournal Journal => _journal;

    public void Dispose()
    {
        _journal.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void WhatIsStoredIsFoundAgain()
    {
        using (Checkpoint first = Open("out", resume: false))
        {
            first.WriteTile(JournalSamples.Snapshot(3, 5));
            first.WriteStep(JournalSamples.Step(3, 6));
            first.BeginStep(3, 7);
            first.WriteState("job", () => [1, 2]);
        }

        Assert.Equal($"{_directory["out"]} keeps what was done; --resume goes on with it", Assert.Single(_told));
        using Checkpoint second = Open("out", resume: true);
        Assert.Equal(
            JournalSamples.BitsOf(JournalSamples.Snapshot(3, 5)), JournalSamples.BitsOf(second.ReadTile(3)!));
        Assert.Equal(JournalSamples.BitsOf(JournalSamples.Step(3, 6)), JournalSamples.BitsOf(second.ReadStep(3)!));
        Assert.Equal(1, second.BeginStep(3, 7));
        Assert.Equal([1, 2], second.ReadState("job")!);
        Assert.Null(second.ReadTile(4));
    }

    [Fact]
    public void WhoReadsAndGoesChangesNothing()
    {
        TwoGenerations();
        byte[] latest = File.ReadAllBytes(Latest);
        _told.Clear();
        using (Checkpoint resumed = Open("out", resume: true))
        {
            Assert.NotNull(resumed.ReadState("job"));
        }

        Assert.Empty(_told);
        Assert.Equal(latest, File.ReadAllBytes(Latest));
    }

    [Fact]
    public void OfADamagedOneTheOneBeforeIsTaken()
    {
        byte[] latest = TwoGenerations();
        File.WriteAllBytes(Latest, latest[..^40]);
        using Checkpoint resumed = Open("out", resume: true);
        Assert.Equal([2], resumed.ReadState("job")!);
        Assert.StartsWith($"checkpoint {Latest} cannot be used: it is damaged", Assert.Single(_told));
        Assert.EndsWith("the other one is taken", _told[0]);
    }

    [Fact]
    public void EveryDamageIsNoticed()
    {
        byte[] latest = TwoGenerations();
        for (int place = 0; place < latest.Length; place++)
        {
            byte[] bytes = [.. latest];
            bytes[place] ^= 0x10;
            AssertIsDamaged(bytes);
            AssertIsDamaged(latest[..place]);
        }

        AssertIsDamaged([.. latest, 0]);
    }

    [Fact]
    public void WithoutAWholeOneNothingIsResumedOrLost()
    {
        byte[] latest = TwoGenerations();
        File.WriteAllBytes(Latest, latest[..50]);
        File.WriteAllBytes(Before, []);
        InputException e = Assert.Throws<InputException>(() => Open("out", resume: true));
        Assert.Contains(Latest, e.Message);
        Assert.Contains(Before, e.Message);
        Assert.True(File.Exists(Latest) && File.Exists(Before));
    }

    [Fact]
    public void WhatAnInterruptedFitHasDoneIsNotLostByChance()
    {
        TwoGenerations();
        Assert.Contains("--resume", Assert.Throws<InputException>(() => Open("out", resume: false)).Message);
        Assert.True(File.Exists(Latest) && File.Exists(Before));
        using Checkpoint anew = Open("out", resume: false, overwrite: true);
        Assert.Null(anew.ReadState("job"));
        Assert.False(File.Exists(Latest) || File.Exists(Before));
    }

    [Fact]
    public void WhatIsDoneLeavesNothing()
    {
        using (Checkpoint checkpoint = Open("out", resume: true))
        {
            checkpoint.WriteState("job", () => [1]);
            Assert.True(Directory.EnumerateFiles(_directory["out"]).Any());
            checkpoint.Remove();
        }

        Assert.Empty(Directory.EnumerateFiles(_directory["out"]));
        Assert.Equal([$"{_directory["out"]} keeps nothing to resume: the fit begins anew"], _told);
    }

    [Fact]
    public void WhatCannotBeWrittenIsTold()
    {
        using Checkpoint checkpoint = Open("out", resume: false);
        Directory.Delete(_directory["out"], recursive: true);
        checkpoint.WriteState("job", () => [1]);
        Assert.Contains("cannot be kept", Assert.Single(_told));
        Directory.CreateDirectory(_directory["out"]);
        checkpoint.WriteState("job", () => [2]);
        Assert.NotEmpty(Directory.EnumerateFiles(_directory["out"]));
    }

    [SkippableFact]
    public void AnObjectStoreKeepsThemAsADiskDoes()
    {
        Skip.If(Gdal.Version is null, "libgdal is not installed");
        string place = $"/vsimem/{Guid.NewGuid():N}/out";
        IFileStore store = FileStore.Of(place);
        for (byte state = 1; state < 4; state++)
        {
            using var checkpoint = new Checkpoint(place, resume: true, overwrite: false, TimeSpan.Zero, _told.Add);
            Assert.Equal(state > 1 ? [(byte)(state - 1)] : null, checkpoint.ReadState("job"));
            checkpoint.WriteState("job", () => [state]);
        }

        Assert.Equal([".tiledfit-checkpoint-0", ".tiledfit-checkpoint-1"], store.NamesFrom("").Order());
        _told.Clear();
        // The sixth, written in the end, is torn; the fifth holds the same.
        FileStore.WriteText(store.PathOf(".tiledfit-checkpoint-0"), "TFCHECKP");
        using Checkpoint last = new(place, resume: true, overwrite: false, TimeSpan.Zero, _told.Add);
        Assert.Equal([3], last.ReadState("job")!);
        Assert.Equal(
            $"checkpoint {place}/.tiledfit-checkpoint-0 cannot be used: it ends after 8 bytes; the other one is taken",
            Assert.Single(_told));
        last.Remove();
        Assert.Empty(store.NamesFrom(""));
    }

    private string Latest => _directory["out/.tiledfit-checkpoint-1"];

    private string Before => _directory["out/.tiledfit-checkpoint-0"];

    // The second is written with the second state, the third in the end.
    private byte[] TwoGenerations()
    {
        using (Checkpoint checkpoint = Open("out", resume: false))
        {
            checkpoint.WriteTile(JournalSamples.Snapshot(3, 5, 1));
            checkpoint.WriteState("job", () => [1]);
            checkpoint.WriteState("job", () => [2]);
        }

        _told.Clear();
        return File.ReadAllBytes(Latest);
    }

    private void AssertIsDamaged(byte[] bytes)
    {
        File.WriteAllBytes(Latest, bytes);
        Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(Latest));
    }

    private Checkpoint Open(string name, bool resume, bool overwrite = false)
    {
        Directory.CreateDirectory(_directory[name]);
        return new Checkpoint(_directory[name], resume, overwrite, TimeSpan.Zero, _told.Add);
    }
}
