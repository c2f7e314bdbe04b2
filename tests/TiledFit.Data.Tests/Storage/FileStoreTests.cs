using System.Text;
using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Tests.Storage;

/// <summary>A directory on a disk and a place in GDAL's virtual file systems do the same.</summary>
public sealed class FileStoreTests : IDisposable
{
    private readonly StorePlaces _places = new();

    public void Dispose() => _places.Dispose();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsTakenInIsThereAsAWhole(bool isVirtual)
    {
        string place = _places.Of(isVirtual);
        IFileStore store = FileStore.Of(place);
        Assert.Null(store.LengthOf("a/b-1.txt"));
        Assert.False(store.Holds("a"));
        Assert.Throws<FileNotFoundException>(() => store.OpenRead("b.txt"));

        Take(store, "a/b-1.txt", "one");
        Take(store, "a/b-2.txt", "two");
        Take(store, "a/c.txt", "three");
        Take(store, "d", "");
        Take(store, "a/b-1.txt", "another");
        Assert.Equal(7, store.LengthOf("a/b-1.txt"));
        Assert.Equal(0, store.LengthOf("d"));
        Assert.True(store.Holds("a"));
        Assert.True(store.Holds("d"));
        Assert.Equal(["a/b-1.txt", "a/b-2.txt"], store.NamesFrom("a/b-").Order());
        Assert.Equal(["a/b-1.txt", "a/b-2.txt", "a/c.txt"], store.NamesFrom("a/").Order());
        Assert.Equal("another", Read(store.OpenRead("a/b-1.txt")));
        Assert.Equal("another", Read(InputFile.OpenRead($"{place}/a/b-1.txt")));

        store.Delete("a/b-1.txt");
        store.Delete("a/b-1.txt");
        Assert.Null(store.LengthOf("a/b-1.txt"));
        Assert.Equal(["a/b-2.txt"], store.NamesFrom("a/b-"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void APathLeadsToItsStore(bool isVirtual)
    {
        string path = $"{_places.Of(isVirtual)}/x.txt";
        FileStore.WriteText(path, "täxt");
        (IFileStore store, string name) = FileStore.Split(path);
        Assert.Equal("x.txt", name);
        Assert.Equal(path, store.PathOf(name));
        Assert.Equal("täxt", Read(store.OpenRead(name)));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStreamReadsAtAnyPlace(bool isVirtual)
    {
        IFileStore store = FileStore.Of(_places.Of(isVirtual));
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 / 11))];
        string staged = store.StagingPathOf("staged");
        File.WriteAllBytes(staged, content);
        store.Take(staged, "bytes");
        Assert.False(File.Exists(staged));

        using Stream stream = store.OpenRead("bytes");
        Assert.Equal(content.Length, stream.Length);
        foreach (int at in new[] { 299_990, 0, 70_000, 69_999, 123_456 })
        {
            byte[] read = new byte[10];
            stream.Position = at;
            stream.ReadExactly(read);
            Assert.Equal(content[at..(at + 10)], read);
        }

        stream.Seek(-5, SeekOrigin.End);
        Assert.Equal(5, stream.ReadAtLeast(new byte[10], 10, throwOnEndOfStream: false));
        Assert.Equal(0, stream.Read(new byte[1]));
    }

    [SkippableFact]
    public void WhatDoesNotFitIsToldAndNoPartOfItIsThere()
    {
        // GDAL's memory files may be given a limit.
        IFileStore store = FileStore.Of($"{_places.Memory}/||maxlength=5000||");
        Take(store, "a", new string('x', 5000));
        IOException e = Assert.Throws<IOException>(() => Take(store, "b", new string('x', 2_000_000)));
        Assert.StartsWith($"{store.PathOf("b")} cannot be written: ", e.Message);
        Assert.Null(store.LengthOf("b"));
        Assert.Equal(5000, store.LengthOf("a"));
    }

    [SkippableTheory]
    [InlineData("/vsiaz")]
    [InlineData("/vsiaz/")]
    [InlineData("/vsimem//")]
    public void AFileSystemAloneIsNoPlace(string path)
    {
        _ = _places.Memory;
        InputException e = Assert.Throws<InputException>(() => FileStore.Of(path));
        Assert.Equal($"{path} names no place: a bucket or container has to follow", e.Message);
    }

    [SkippableFact]
    public void WhatCanOnlyBeReadIsRefused()
    {
        _ = _places.Memory;
        InputException e = Assert.Throws<InputException>(() => FileStore.Of("/vsitar/x").Probe());
        Assert.StartsWith("/vsitar/x cannot take a result: it goes to a disk, or below one of /vsis3/, ", e.Message);
    }

    private static void Take(IFileStore store, string name, string content)
    {
        string staged = store.StagingPathOf($"{Path.GetFileName(name)}.tmp");
        File.WriteAllText(staged, content);
        try
        {
            store.Take(staged, name);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
