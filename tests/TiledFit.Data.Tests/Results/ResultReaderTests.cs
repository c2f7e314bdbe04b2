using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

public sealed class ResultReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WindowGivesWhatReachesItsPixels()
    {
        // Half width 5·2 = 10 px, half height 5·√(3² + 4²) = 25 px, around (100, 100).
        var component = new Component(1, new Gaussian(1, 100, 100, 2, 3, 4));
        ResultReader result = WriteAndOpen([new ComponentRow(component, 0, 0)]);
        bool Reaches(int x, int y) => result.ReadComponents(new PixelRectangle(x, y, 10, 10)).Any();
        Assert.True(Reaches(110, 100));
        Assert.False(Reaches(111, 100));
        Assert.True(Reaches(81, 100));
        Assert.False(Reaches(80, 100));
        Assert.True(Reaches(100, 125));
        Assert.False(Reaches(100, 126));
        Assert.True(Reaches(100, 66));
        Assert.False(Reaches(100, 65));
    }

    [Fact]
    public void ErrorsComeBack()
    {
        var component = new Component(1, new Gaussian(1, 100, 100, 2, 3, 4));
        var errors = new ComponentErrors(
            .1, .2, .3, .4, .5, .6, .7, .8, .9, 1, 1.1, double.NaN, 1.3, Largest: double.NaN, CentreXY: -.01);
        ComponentRow[] rows =
        [
            new ComponentRow(component, 0, 0, 0, errors, 17, Neighbour: 2, LocalRms: 0.5),
            new ComponentRow(component with { Id = 2 }, 0, 0, 0, null, null, Neighbour: 1),
        ];
        Assert.Equal(rows, WriteAndOpen(rows).ReadComponents());
    }

    /// <summary>Sign and bits survive Parquet, as a result and as a start.</summary>
    [Fact]
    public void NegativeAmplitudesComeBack()
    {
        var component = new Component(1, new Gaussian(-1.0 / 3, 100, 100, 2, 3, 4));
        var other = new Component(2, new Gaussian(2, 9, 9, 2, 0, 2));
        ComponentRow[] rows = [new(other, 0, 0), new(component, 0, 0)];
        Assert.Equal([other, component], WriteAndOpen(rows).ReadComponents().Select(row => row.Component));
        string part = Directory.EnumerateFiles(
            _directory.Path, "part-*.parquet", SearchOption.AllDirectories).Single();
        Assert.Equal(rows.Select(row => row.Component.Shape), ComponentCatalog.Read(part, allowsNegative: true));
        Assert.Contains(
            "column amplitude: -0.3333333333333333 is negative",
            Assert.Throws<InputException>(() => ComponentCatalog.Read(part)).Message);
    }

    [Fact]
    public void DirectoryWithoutManifestHoldsNoResult()
    {
        AssertRefused(_directory.Path, "holds no result: it has no manifest.json");
        AssertRefused(_directory["missing"], "is not a directory");
    }

    [Theory]
    [InlineData("", "is not a manifest")]
    [InlineData("null", "is empty")]
    [InlineData("{\"formatVersion\": 1}", "is not a manifest")]
    [InlineData("[1, 2", "is not a manifest")]
    public void UnusableManifestIsNamed(string json, string words)
    {
        File.WriteAllText(_directory["manifest.json"], json);
        AssertRefused(_directory.Path, words);
    }

    [Fact]
    public void OtherVersionOfTheLayoutIsNamed()
    {
        WriteAndOpen([]);
        Replace("\"formatVersion\": 1", "\"formatVersion\": 99");
        AssertRefused(_directory["out"], "format version 99; this program reads 1");
    }

    [Fact]
    public void MissingOrCutFileIsNamed()
    {
        WriteAndOpen(ResultSamples.Components(3));
        File.AppendAllText(_directory["out/tiles.parquet"], "x");
        AssertRefused(_directory["out"], "tiles.parquet has ");
        File.Delete(_directory["out/tiles.parquet"]);
        AssertRefused(_directory["out"], "'tiles.parquet' is missing");
    }

    [Theory]
    [InlineData("../secret.parquet")]
    [InlineData("/secret.parquet")]
    public void FileOutsideTheResultIsNotTouched(string path)
    {
        WriteAndOpen([]);
        File.WriteAllText(_directory["secret.parquet"], "");
        Replace("components/part-00000.parquet", path);
        AssertRefused(_directory["out"], "is missing");
    }

    [Fact]
    public void ComponentThatIsNoGaussianIsNamed()
    {
        ResultReader result = WriteAndOpen(
            [new ComponentRow(new Component(77, new Gaussian(1, 0, 0, 1, 0, -1)), 0, 0)]);
        string message = Assert.Throws<InputException>(() => result.ReadComponents().ToList()).Message;
        Assert.Contains("part-00000.parquet: component 77 is no Gaussian", message);
    }

    [Fact]
    public void DamagedComponentFileIsNamed()
    {
        ResultReader result = WriteAndOpen(ResultSamples.Components(1000));
        string path = _directory["out/components/part-00000.parquet"];
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(4, 200).Clear();
        File.WriteAllBytes(path, bytes);
        string message = Assert.Throws<InputException>(() => result.ReadComponents().ToList()).Message;
        Assert.Contains("part-00000.parquet: column 'component_id', row group 1: damaged Parquet file", message);
    }

    private static void AssertRefused(string directory, string words)
    {
        string message = Assert.Throws<InputException>(() => ResultReader.Open(directory)).Message;
        Assert.Contains(words, message);
        Assert.Contains(directory, message);
    }

    private void Replace(string before, string after)
    {
        string json = File.ReadAllText(_directory["out/manifest.json"]);
        Assert.Contains(before, json);
        File.WriteAllText(_directory["out/manifest.json"], json.Replace(before, after));
    }

    private ResultReader WriteAndOpen(ComponentRow[] rows)
    {
        ResultWriter.Write(_directory["out"], ResultSamples.Content(rows), overwrite: false, CancellationToken.None);
        return ResultReader.Open(_directory["out"]);
    }
}
