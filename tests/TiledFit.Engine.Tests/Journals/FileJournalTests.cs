using System.Diagnostics;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Journals;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

public sealed class FileJournalTests : JournalContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileJournal _journal;

    public FileJournalTests() => _journal = new FileJournal(_directory["job"]);

    protected override IJobJournal Journal => _journal;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ManyTilesMakeNoLargeDirectory()
    {
        string[] directories =
            [.. Enumerable.Range(0, 1_000_000).Select(tile => Path.GetDirectoryName(_journal.TilePath(tile, 1))!)];
        Assert.Equal(1_000_000, directories.Distinct().Count());
        Dictionary<string, int> blocks = directories.CountBy(path => Path.GetDirectoryName(path)!).ToDictionary();
        Assert.InRange(blocks.Count, 1, 4000);
        Assert.InRange(blocks.Values.Max(), 1, 1000);
        Assert.Single(blocks.Keys.Select(Path.GetDirectoryName).Distinct());
        Assert.Equal(_directory["job/tiles/3906/999999/components-12"], _journal.TilePath(999_999, 12));
        Assert.Equal(_directory["job/tiles/3906/999999/step-12"], _journal.StepPath(999_999, 12));
    }

    [Fact]
    public void OnlyTheLastFilesRemain()
    {
        for (int sweep = 1; sweep <= 12; sweep++)
        {
            Journal.WriteTile(JournalSamples.Snapshot(3, sweep));
            Journal.WriteStep(JournalSamples.Step(3, sweep));
            Journal.WriteState("job", () => [1]);
        }

        Assert.Equal(["states/job", "tiles/0/3/components-12", "tiles/0/3/step-12"], Files());
    }

    [Fact]
    public void WhatKilledWritersLeftIsIgnoredAndVanishes()
    {
        Journal.WriteTile(JournalSamples.Snapshot(3, 1));
        Journal.WriteStep(JournalSamples.Step(3, 1));
        Journal.WriteState("job", () => [1]);
        string[] left =
        [
            $"{_journal.TilePath(3, 1)}.1.abc.tmp", $"{_journal.TilePath(3, 2)}.2.abc.tmp",
            $"{_journal.StepPath(3, 1)}.1.abc.tmp", $"{_journal.StepPath(3, 2)}.2.abc.tmp",
            $"{_journal.StatePath("job")}.0.abc.tmp",
        ];
        string[] others =
        [
            $"{_journal.TilePath(3, 3)}.3.abc.tmp", $"{_journal.StepPath(3, 3)}.3.abc.tmp",
            $"{_journal.TilePath(33, 1)}.1.abc.tmp", $"{_journal.StatePath("job-1")}.0.abc.tmp",
        ];
        foreach (string path in left.Concat(others))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "half");
        }

        Assert.Equal(1, Journal.ReadTile(3)!.Sweep);
        Assert.Equal(1, Journal.ReadStep(3)!.Sweep);
        Journal.WriteTile(JournalSamples.Snapshot(3, 2));
        Journal.WriteStep(JournalSamples.Step(3, 2));
        Journal.WriteState("job", () => [2]);
        Assert.DoesNotContain(left, File.Exists);
        Assert.All(others, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void EveryTruncationIsFound()
    {
        foreach ((string path, Action read) in Stored())
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(path, whole[..length]);
                AssertDamaged(path, read);
            }

            File.WriteAllBytes(path, [.. whole, 0]);
            AssertDamaged(path, read);
        }
    }

    [Fact]
    public void EveryMutationIsFound()
    {
        var random = new Random(1);
        foreach ((string path, Action read) in Stored())
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int trial = 0; trial < 300; trial++)
            {
                byte[] changed = [.. whole];
                for (int count = random.Next(1, 4); count > 0; count--)
                {
                    // The header's bytes one after the other, then any.
                    int place = trial < 32 ? trial : random.Next(whole.Length);
                    changed[place] = (byte)random.Next(256);
                }

                File.WriteAllBytes(path, changed);
                if (changed.AsSpan().SequenceEqual(whole))
                {
                    read();
                }
                else
                {
                    AssertDamaged(path, read);
                }
            }
        }
    }

    [Fact]
    public void FilesUnderOthersNamesAreFound()
    {
        Journal.WriteTile(JournalSamples.Snapshot(3, 1));
        Journal.WriteStep(JournalSamples.Step(3, 1));
        Journal.WriteTile(JournalSamples.Snapshot(4, 1));
        Journal.WriteTile(JournalSamples.Snapshot(5, 1));
        File.Copy(_journal.TilePath(3, 1), _journal.TilePath(4, 1), overwrite: true);
        File.Copy(_journal.StepPath(3, 1), _journal.StepPath(3, 2));
        File.Copy(_journal.StepPath(3, 1), _journal.TilePath(5, 1), overwrite: true);
        AssertDamaged(_journal.TilePath(4, 1), () => Journal.ReadTile(4));
        AssertDamaged(_journal.StepPath(3, 2), () => Journal.ReadStep(3));
        AssertDamaged(_journal.TilePath(5, 1), () => Journal.ReadTile(5));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("../job")]
    [InlineData("a/b")]
    [InlineData("a*")]
    public void NamesThatAreNoFilesAreRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => Journal.WriteState(name, () => [1]));
        Assert.Throws<ArgumentException>(() => Journal.ReadState(name));
        Assert.Throws<ArgumentException>(() => Journal.ReadState(new string('a', 101)));
    }

    [Fact]
    public void AFailedWriteLeavesNothingBehind()
    {
        Directory.CreateDirectory(_journal.StatePath("job"));
        Exception failure = Assert.ThrowsAny<Exception>(() => Journal.WriteState("job", () => [2]));
        Assert.True(failure is IOException or UnauthorizedAccessException, failure.ToString());
        Assert.Empty(Files());
    }

    /// <summary>A writer is killed at any moment: the last version that it told of is there, or the next, whole.</summary>
    [Fact]
    public void AKilledWriterLeavesTheOldOrTheNew()
    {
        var random = new Random(1);
        int told = 0;
        for (int kill = 0; kill < 8; kill++)
        {
            using Process writer = StartWriter(told + 1);
            // At least one version each, then up to 30 ms.
            told = int.Parse(writer.StandardOutput.ReadLine()!);
            Thread.Sleep(random.Next(30));
            writer.Kill();
            string rest = writer.StandardOutput.ReadToEnd();
            writer.WaitForExit();
            told = Math.Max(told, rest.Split('\n').SkipLast(1).Select(int.Parse).DefaultIfEmpty().Max());

            int sweep = Journal.ReadTile(JournalWriter.Tile)!.Sweep;
            Assert.InRange(sweep, told, told + 1);
            Assert.Equal(
                JournalSamples.BitsOf(JournalWriter.Snapshot(sweep)),
                JournalSamples.BitsOf(Journal.ReadTile(JournalWriter.Tile)!));
            TileStepResult step = Journal.ReadStep(JournalWriter.Tile)!;
            Assert.InRange(step.Sweep, told, told + 1);
            Assert.Equal(
                JournalSamples.BitsOf(JournalWriter.Step(step.Sweep)), JournalSamples.BitsOf(step));

            byte[] state = Journal.ReadState(JournalWriter.StateName)!;
            Assert.True(
                JournalWriter.State(told).SequenceEqual(state) || JournalWriter.State(told + 1).SequenceEqual(state));
            told = sweep;
        }

        JournalWriter.Write(Journal, told + 2);
        Assert.Equal(3, Files().Length);
    }

    private Process StartWriter(int sweep)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TiledFit.Engine.Tests.JournalWriter.dll");
        string host = Environment.ProcessPath!.Contains("dotnet") ? Environment.ProcessPath : "dotnet";
        return Process.Start(new ProcessStartInfo(host)
        {
            ArgumentList = { program, _directory["job"], $"{sweep}" },
            RedirectStandardOutput = true,
        })!;
    }

    private (string Path, Action Read)[] Stored()
    {
        Journal.WriteTile(JournalSamples.Snapshot(3, 1));
        Journal.WriteStep(JournalSamples.Step(3, 1));
        Journal.WriteState("job", () => [1, 2, 3, 4, 5]);
        return
        [
            (_journal.TilePath(3, 1), () => Journal.ReadTile(3)),
            (_journal.StepPath(3, 1), () => Journal.ReadStep(3)),
            (_journal.StatePath("job"), () => Journal.ReadState("job")),
        ];
    }

    private void AssertDamaged(string path, Action read)
    {
        string message = Assert.Throws<InvalidDataException>(read).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains($"delete {_directory["job"]}", message, StringComparison.Ordinal);
    }

    private string[] Files()
    {
        string root = _directory["job"];
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal),
        ];
    }
}
