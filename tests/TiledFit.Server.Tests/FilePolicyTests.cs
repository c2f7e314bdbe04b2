using TiledFit.Server.Files;

namespace TiledFit.Server.Tests;

public sealed class FilePolicyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FilePolicy _policy;

    public FilePolicyTests()
    {
        foreach (string name in new[] { "in/sub", "in2", "out", "outside", "state" })
        {
            Directory.CreateDirectory(_directory[name]);
        }

        File.WriteAllText(_directory["in/a.npy"], "");
        File.WriteAllText(_directory["outside/b.npy"], "");
        _policy = new FilePolicy(new ServerSettings
        {
            InputRoots = [_directory["in"], _directory["in2/"]],
            OutputRoots = [_directory["out"], _directory["state"]],
            State = _directory["state/jobs"],
        });
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("D/in/a.npy")]
    [InlineData("D/in/sub/not-yet.npy")]
    [InlineData("D/in2/a b (1)?*.tif")]
    [InlineData("/vsizip/D/in/a.zip/b.tif")]
    [InlineData("/vsitar/D/in/a.tar.gz/b/c.tif")]
    [InlineData("/vsigzip/D/in/a.tif.gz")]
    public void UnderARoot(string name) => Assert.Null(_policy.ProblemWithRaster(Resolve(name)));

    [Theory]
    [InlineData("D/outside/b.npy")]
    [InlineData("D/inx/a.npy")]
    [InlineData("D/out/a.npy")]
    [InlineData("D")]
    [InlineData("D/in/../outside/b.npy")]
    [InlineData("in/a.npy")]
    [InlineData("/vsizip/D/outside/a.zip/b.tif")]
    [InlineData("/vsizip//vsitar/D/in/a.zip/b.tif")]
    [InlineData("/vsicurl/D/in/a.tif")]
    public void Elsewhere(string name) => Assert.NotNull(_policy.ProblemWithRaster(Resolve(name)));

    [Fact]
    public void LinksAreFollowed()
    {
        Directory.CreateSymbolicLink(_directory["in/out-of-here"], _directory["outside"]);
        Directory.CreateSymbolicLink(_directory["in/up"], "../outside");
        File.CreateSymbolicLink(_directory["in/link.npy"], _directory["outside/b.npy"]);
        File.CreateSymbolicLink(_directory["in/dangling.npy"], _directory["outside/none.npy"]);
        File.CreateSymbolicLink(_directory["in/twice.npy"], _directory["in/link.npy"]);
        File.CreateSymbolicLink(_directory["in/circle"], _directory["in/circle"]);
        Directory.CreateSymbolicLink(_directory["in/inside"], _directory["in2"]);
        File.CreateSymbolicLink(_directory["in/fine.npy"], "sub/../a.npy");
        string[] refused =
        [
            "out-of-here/b.npy", "out-of-here/none.npy", "up/b.npy", "link.npy", "dangling.npy", "twice.npy", "circle",
        ];
        Assert.All(refused, name => Assert.NotNull(_policy.ProblemWithRaster(_directory["in/" + name])));

        // A unit of a FITS file: the file behind it counts, and a file of just that name.
        File.WriteAllText(_directory["in/a.fits"], "");
        File.CreateSymbolicLink(_directory["in/a.fits[2]"], _directory["outside/b.npy"]);
        Assert.Null(_policy.ProblemWithRaster(_directory["in/a.fits[1]"]));
        Assert.NotNull(_policy.ProblemWithRaster(_directory["in/a.fits[2]"]));
        Assert.NotNull(_policy.ProblemWithRaster(_directory["in/link.npy[1]"]));

        Assert.NotNull(_policy.ProblemWithRaster("/vsizip/" + _directory["in/out-of-here/a.zip/b.tif"]));
        Assert.Null(_policy.ProblemWithRaster(_directory["in/inside/a.npy"]));
        Assert.Null(_policy.ProblemWithRaster(_directory["in/fine.npy"]));
    }

    [Fact]
    public void ARootMayBeALinkItself()
    {
        Directory.CreateSymbolicLink(_directory["root"], _directory["in"]);
        var policy = new FilePolicy(new ServerSettings { InputRoots = [_directory["root"]], State = _directory["s"] });
        Assert.Null(policy.ProblemWithRaster(_directory["root/a.npy"]));
        Assert.Null(policy.ProblemWithRaster(_directory["in/a.npy"]));
    }

    [Fact]
    public void ARootIsNoPlaceForAResult()
    {
        Directory.CreateSymbolicLink(_directory["out/loop"], _directory["out"]);
        string[] refused = ["out", "out/", "out/loop", "state"];
        Assert.All(refused, name => Assert.Contains("itself", _policy.ProblemWithOutput(_directory[name])));
        Assert.Contains("itself", _policy.ProblemWithRaster(_directory["in"]));
    }

    [Fact]
    public void ResultsStayOutOfTheState()
    {
        Assert.Null(_policy.ProblemWithOutput(_directory["out/a/b"]));
        Assert.Null(_policy.ProblemWithOutput(_directory["state/results"]));
        Assert.NotNull(_policy.ProblemWithOutput(_directory["state/jobs"]));
        Assert.NotNull(_policy.ProblemWithOutput(_directory["state/jobs/x/y/"]));
        Assert.NotNull(_policy.ProblemWithOutput(_directory["in/a"]));
    }

    [Fact]
    public void AWholeDiskAsRootDoesNotLeadToObjectStores()
    {
        var policy = new FilePolicy(
            new ServerSettings { InputRoots = ["/"], OutputRoots = ["/"], State = _directory["s"] });
        Assert.Null(policy.ProblemWithOutput(_directory["out/a"]));
        string[] refused = ["/vsiaz/fits/out", "/vsis3/fits/out", "/VSIAZ/fits/out", "/vsimem/out"];
        Assert.All(refused, path => Assert.Contains("virtual file systems", policy.ProblemWithOutput(path)));
        Assert.All(refused, path => Assert.Contains("virtual file systems", policy.ProblemWithInput(path)));
    }

    private string Resolve(string name) => name.Replace("D", _directory.Path, StringComparison.Ordinal);
}
