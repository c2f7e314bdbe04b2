using TiledFit.Core;
using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

public sealed class OutputClaimTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OfTwoFitsTheSecondIsRefused()
    {
        using (new OutputClaim(_directory["out"]))
        {
            InputException e = Assert.Throws<InputException>(() => new OutputClaim(_directory["out"]));
            Assert.Equal($"another fit into {_directory["out"]} is under way; name another directory", e.Message);
        }

        using var next = new OutputClaim(_directory["out"]);
    }

    [Fact]
    public void WhatWasMadeForNothingGoes()
    {
        using (new OutputClaim(_directory["new"]))
        {
            Assert.True(Directory.Exists(_directory["new"]));
        }

        Assert.False(Directory.Exists(_directory["new"]));
        Directory.CreateDirectory(_directory["old"]);
        new OutputClaim(_directory["old"]).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["old"]));
        using (new OutputClaim(_directory["kept"]))
        {
            File.WriteAllText(_directory["kept/file"], "");
        }

        Assert.True(File.Exists(_directory["kept/file"]));
    }
}
