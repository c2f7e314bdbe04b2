using TiledFit.Core;
using TiledFit.Engine.Comparison;

namespace TiledFit.Engine.Tests.Comparison;

public class TruthCatalogTests
{
    [Fact]
    public void PositionsAlone() =>
        Assert.Equal([new CatalogEntry(1.5, 2), new CatalogEntry(-3e1, 0)], Read("x,y\n1.5,2\n-3e1,0\n"));

    [Fact]
    public void ColumnsInAnyOrderAmongOthers() =>
        Assert.Equal([new CatalogEntry(1, 2, 7)], Read("\"y\",note,amplitude, x\r\n2,star,7,1\r\n\r\n"));

    [Fact]
    public void ShapesGiveTheDeviationsOfTheirAxes()
    {
        // Σ = diag(9, 4) turned by 30°: Σxx = 9·¾ + 4·¼, Σxy = 5·√3/4, Σyy = 9·¼ + 4·¾.
        double l11 = Math.Sqrt(7.75), l21 = 5 * Math.Sqrt(3) / 4 / l11, l22 = 6 / l11;
        string row = FormattableString.Invariant($"5,1,2,{l11:R},{l21:R},{l22:R}");
        CatalogEntry entry = Read("amplitude,x,y,chol_11,chol_21,chol_22\n" + row).Single();
        Assert.Equal(5, entry.Amplitude);
        Assert.Equal(3, entry.SigmaMajor!.Value, 1e-12);
        Assert.Equal(2, entry.SigmaMinor!.Value, 1e-12);
    }

    [Fact]
    public void FramesAreToldApart()
    {
        const string text = "frame,x,y\n0,1,1\n0,2,2\n1,3,3\n";
        Assert.Equal([new CatalogEntry(3, 3)], Read(text, 1));
        Assert.Equal(2, Read(text, 0).Count);
        Assert.Equal(2, Read("frame,x,y\n4,1,1\n4,2,2\n").Count);
        Assert.Contains("--frame", Fault(text));
        Assert.Contains("no frame 2", Fault(text, 2));
        Assert.Contains("has no column frame", Fault("x,y\n1,1", 2));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("x,z\n1,2\n", "has no column y; its first line must name x,y")]
    [InlineData("x,y,chol_11\n1,2,3\n", "has no column chol_21, chol_22")]
    [InlineData("x,y\n1,2\n\n1,abc\n", "row 2 (line 4), column y: 'abc' is not a number")]
    [InlineData("x,y\n1,NaN\n", "row 1 (line 2), column y: 'NaN' is not a finite number")]
    [InlineData("x,y\n1,2,3\n", "row 1 (line 2): it has 3 values where the header has 2 columns")]
    [InlineData("x,y\n1\n", "row 1 (line 2): it has 1 values where the header has 2 columns")]
    [InlineData("x,y,amplitude,amplitude\n1,2,3,4\n", "has two columns amplitude; keep one")]
    [InlineData("x,y,chol_11,chol_21,chol_22\n1,2,0,1,1\n", "row 1 (line 2): chol_11 and chol_22 must be positive")]
    public void FaultsAreNamed(string text, string message) => Assert.Contains(message, Fault(text));

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains("no-such.csv", Assert.Throws<InputException>(() => TruthCatalog.Read("no-such.csv")).Message);

    [SkippableFact]
    public void RealTruths()
    {
        string cells = TestData.Shared("microscopy/smlm_10frames_truth.csv");
        List<CatalogEntry> stars = TruthCatalog.Read(TestData.Shared("astronomy/synthetic_102_truth.csv"));
        Assert.Equal(102, stars.Count);
        Assert.Equal(102, CatalogMatcher.Compare(stars, stars).Matched);
        Assert.All(Enumerable.Range(0, 10), frame => Assert.Equal(200, TruthCatalog.Read(cells, frame).Count));
    }

    private static List<CatalogEntry> Read(string text, int? frame = null)
    {
        using var directory = new TemporaryDirectory();
        return TruthCatalog.Read(directory.Write("truth.csv", text), frame);
    }

    private static string Fault(string text, int? frame = null)
    {
        string message = Assert.Throws<InputException>(() => Read(text, frame)).Message;
        Assert.Contains("truth.csv", message);
        return message;
    }
}
