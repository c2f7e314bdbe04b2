using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Catalogs;

public sealed class PointCatalogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WeightsAreOneWhereThereIsNoColumn() =>
        Assert.Equal([new(1.5, -2, 1), new(3e5, 0, 1)], Read("y,id,x\n-2,7,1.5\n0,8,3e5\n"));

    [Fact]
    public void CsvHasWeights() =>
        Assert.Equal([new(1, 2, 0.5), new(3, 4, 0)], Read("x,y,weight\n1,2,0.5\n3,4,0\n"));

    [Fact]
    public void ParquetHasAnyKindOfNumber()
    {
        using (FileStream stream = File.Create(_directory["p.parquet"]))
        using (IParquetTableWriter table = ParquetCodec.Default.Create(
            stream,
            [
                new ParquetColumn("x", ParquetType.Double), new ParquetColumn("weight", ParquetType.Int32),
                new ParquetColumn("y", ParquetType.Int64),
            ],
            new Dictionary<string, string>()))
        {
            table.WriteRowGroup([new double[] { 1.5, 2 }, new int[] { 3, 1 }, new long[] { -4, 5 }]);
        }

        Assert.Equal([new(1.5, -4, 3), new(2, 5, 1)], PointCatalog.Read(_directory["p.parquet"]));
    }

    [Theory]
    [InlineData("x,z\n1,2\n", "has no column y")]
    [InlineData("x,y\n1,2\n3,a\n", "row 2 (line 3), column y: 'a' is not a number")]
    [InlineData("x,y\n1,inf\n", "is not a")]
    [InlineData("x,y,weight\n1,2,-0.5\n", "row 1 (line 2), column weight: is negative")]
    [InlineData("", "is empty")]
    public void FaultsNameFileRowAndColumn(string text, string message)
    {
        InputException fault = Assert.Throws<InputException>(() => Read(text));
        Assert.Contains(message, fault.Message);
        Assert.Contains("p.csv", fault.Message);
    }

    private WeightedPoint[] Read(string text)
    {
        File.WriteAllText(_directory["p.csv"], text);
        return PointCatalog.Read(_directory["p.csv"]);
    }
}
