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
        using (OutputClaim.ForFit(_directory["out"]))
        {
            InputException e = Assert.Throws<InputException>(() => OutputClaim.ForFit(_directory["out"]));
            Assert.Equal($"another fit into {_directory["out"]} is under way; name another directory", e.Message);
        }

        using var next = OutputClaim.ForFit(_directory["out"]);
    }

    [Fact]
    public void WhatWasMadeForNothingGoes()
    {
        using (OutputClaim.ForFit(_directory["new"]))
        {
            Assert.True(Directory.Exists(_directory["new"]));
        }

        Assert.False(Directory.Exists(_directory["new"]));
        Directory.CreateDirectory(_directory["old"]);
        OutputClaim.ForFit(_directory["old"]).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory["old"]));
        using (OutputClaim.ForFit(_directory["kept"]))
        {
            File.WriteAllText(_directory["kept/file"], "");
        }

        Assert.True(File.Exists(_directory["kept/file"]));
    }
}
