using TiledFit.Engine.Memory;

namespace TiledFit.Engine.Tests.Memory;

public sealed class ScratchFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void GivesBackWhatItWasGivenAndIsGoneInTheEnd()
    {
        var random = new Random(3);
        byte[][] contents = [.. new[] { 0, 1, 511, 512, 513, 70_000 }.Select(length => Bytes(random, length))];
        using (var scratch = new ScratchFile(_directory["new"]))
        {
            ScratchSlot[] slots = [.. contents.Select(bytes => scratch.Write(bytes))];
            Assert.Equal(contents, slots.Select(scratch.Read));
            Assert.True(OperatingSystem.IsWindows() || Directory.GetFileSystemEntries(_directory["new"]).Length == 0);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_directory["new"]));
    }

    [Fact]
    public void RoomThatWasReleasedIsUsedAgain()
    {
        using var scratch = new ScratchFile(_directory["."]);
        ScratchSlot first = scratch.Write(new byte[1000]);
        scratch.Write(new byte[1000]);
        scratch.Release(first);
        Assert.Equal(first.Offset, scratch.Write(new byte[600]).Offset);
        Assert.NotEqual(first.Offset, scratch.Write(new byte[1000]).Offset);
    }

    [Fact]
    public void WhoHasHoldOfItStillReadsWhatWasReleased()
    {
        using var scratch = new ScratchFile(_directory["."]);
        ScratchSlot old = scratch.Write([1, 2, 3]);
        scratch.Hold();
        scratch.Hold();
        scratch.Release(old);
        scratch.LetGo();
        scratch.Write([7, 8, 9]);
        Assert.Equal([1, 2, 3], scratch.Read(old));
        scratch.LetGo();
        Assert.Equal(old.Offset, scratch.Write([4, 5]).Offset);
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
