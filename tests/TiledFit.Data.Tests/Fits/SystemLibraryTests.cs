using TiledFit.Data.Fits;

namespace TiledFit.Data.Tests.Fits;

public sealed class SystemLibraryTests
{
    [Fact]
    public void WhatIsNotThereOrSomethingElseIsNotLoaded()
    {
        Assert.False(new SystemLibrary("no-such-thing", "TILEDFIT_NO_SUCH_THING", [1], "main").TryLoad());
        Assert.False(new SystemLibrary("c", "TILEDFIT_NO_SUCH_THING", [6], "no_such_function").TryLoad());
    }

    [Fact]
    public void WhatIsMissingIsNamedWithItsPackages()
    {
        Assert.Contains("libcfitsio10", Cfitsio.Missing, StringComparison.Ordinal);
        Assert.Contains("libwcs7", WcsLib.Missing, StringComparison.Ordinal);
    }
}
