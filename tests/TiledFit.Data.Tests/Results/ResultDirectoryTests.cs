using TiledFit.Core;
using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

public sealed class ResultDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void NewOrEmptyDirectoryIsGoodAndStaysAsItIs()
    {
        ResultDirectory.Prepare(_directory["a/b/c"], overwrite: false);
        ResultDirectory.Prepare(_directory.Path, overwrite: false);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void FileIsRefused()
    {
        File.WriteAllText(_directory["file"], "");
        AssertRefused(_directory["file"], "is a file");
        AssertRefused(_directory["file/out"], "is a file");
    }

    [Fact]
    public void ResultIsRefusedUnlessItMayBeReplaced()
    {
        File.WriteAllText(_directory["manifest.json"], "{}");
        AssertRefused(_directory.Path, "already holds a result; add --overwrite");
        Assert.Throws<InputException>(() => ResultDirectory.Prepare(_directory.Path, overwrite: true));
    }

    [Theory]
    [InlineData("components")]
    [InlineData("tiles.parquet")]
    public void TablesOfSomebodyElseAreNotReplaced(string name)
    {
        Directory.CreateDirectory(_directory[name]);
        AssertRefused(_directory.Path, $"holds {name} but no manifest.json");
        Assert.Throws<InputException>(() => ResultDirectory.Prepare(_directory.Path, overwrite: true));
    }

    [Theory]
    [InlineData("manifest.json", true)]
    [InlineData("preview.png", true)]
    [InlineData("components/part-00000.parquet", true)]
    [InlineData("report.json", false)]
    [InlineData("../manifest.json", false)]
    public void PartsOfAResultAreKnown(string path, bool owned) =>
        Assert.Equal(owned, ResultDirectory.Owns(_directory.Path, Path.GetFullPath(_directory[path])));

    [SkippableFact]
    public void DirectoryThatCannotBeWrittenIsRefused()
    {
        Skip.IfNot(Directory.Exists("/proc/self"), "needs a file system in which not even root can write");
        AssertRefused("/proc/self/out", "cannot be written");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void DirectoryNeedsAName(string name) => AssertRefused(name, "-o");

    private static void AssertRefused(string directory, string words)
    {
        var e = Assert.Throws<InputException>(() => ResultDirectory.Prepare(directory, overwrite: false));
        Assert.Contains(words, e.Message);
    }
}
