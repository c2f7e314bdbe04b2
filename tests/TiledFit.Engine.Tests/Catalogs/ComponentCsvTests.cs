using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Engine.Catalogs;

namespace TiledFit.Engine.Tests.Catalogs;

public class ComponentCsvTests
{
    private const string Header = "amplitude,x,y,chol_11,chol_21,chol_22\n";

    [Fact]
    public void ColumnsInAnyOrder()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("init.csv", "x,y,id,chol_22,chol_21,chol_11,amplitude\n1,2,9,3,-0.5,4,1e-300\n");
        Assert.Equal([new Gaussian(1e-300, 1, 2, 4, -0.5, 3)], ComponentCsv.Read(path));
    }

    [Theory]
    [InlineData("amplitude,x,y,chol_11,chol_21\n1,1,1,1,1\n", "column chol_22 is missing")]
    [InlineData(Header + "1,1,1,1,0,1\n1,1,1,1,0,oops\n", "row 2 (line 3): chol_22 is 'oops'")]
    [InlineData(Header + "1,1,1,-1,0,1\n", "row 1 (line 2): amplitude must be at least 0")]
    [InlineData(Header + "-1,1,1,1,0,1\n", "row 1 (line 2): amplitude must be at least 0")]
    public void FaultsAreNamed(string text, string message)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("init.csv", text);
        string fault = Assert.Throws<InputException>(() => ComponentCsv.Read(path)).Message;
        Assert.StartsWith(path, fault);
        Assert.Contains(message, fault);
    }
}
