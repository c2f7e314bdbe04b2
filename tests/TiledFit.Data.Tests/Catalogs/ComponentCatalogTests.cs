using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Catalogs;

public sealed class ComponentCatalogTests : IDisposable
{
    private const string Header = "amplitude,x,y,chol_11,chol_21,chol_22\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void CsvRoundTripIsExact()
    {
        var random = new Random(3);
        Gaussian[] components =
        [
            new(0, -0.0, 1e-300, double.Epsilon, -double.MaxValue, double.MaxValue),
            .. Enumerable.Range(0, 10_000).Select(_ => new Gaussian(
                random.NextDouble(), 1e4 * random.NextDouble(), -random.NextDouble(), 1 + random.NextDouble(),
                random.NextDouble() - 0.5, 1.0 / (1 + random.Next()))),
        ];
        ComponentCatalog.WriteCsv(_directory["a.csv"], components);
        Assert.Equal(components, ComponentCatalog.Read(_directory["a.csv"]));
        Assert.StartsWith(Header, File.ReadAllText(_directory["a.csv"]));
    }

    [Fact]
    public void NegativeAmplitudesAreReadWhereAllowed()
    {
        Gaussian[] components = [new(-1.0 / 3, 2, -3, 4, 0.5, 6), new(1, 2, 3, 4, 5, 6)];
        ComponentCatalog.WriteCsv(_directory["a.csv"], components);
        Assert.Equal(components, ComponentCatalog.Read(_directory["a.csv"], allowsNegative: true));
        Assert.EndsWith(
            "row 1 (line 2), column amplitude: -0.3333333333333333 is negative; an amplitude is at least 0, unless "
            + "with --amplitude signed",
            Assert.Throws<InputException>(() => ComponentCatalog.Read(_directory["a.csv"])).Message);
    }

    [Fact]
    public void ColumnsMayStandInAnyOrderAmongOthers()
    {
        Gaussian expected = new(1.5, 2, -3, 4, 0.5, 6);
        Assert.Equal(
            [expected], Read("id,chol_22,chol_21,chol_11,name,y,x,amplitude\n7,6,.5,4,\"a, \"\"b\"\"\",-3,2,1.5\n"));
        Assert.Equal(
            [expected],
            Read("\uFEFF\"amplitude\", x ,y,chol_11,chol_21,chol_22\r\n 1.5 ,2,-3,\"4\",0.5,6.0e0\r\n"));
        Assert.Equal([expected, expected], Read(Header + "1.5,2,-3,4,0.5,6\n\n   \n1.5,2,-3,4,0.5,6"));
    }

    [Theory]
    [InlineData("1,2,3,4,5\n", "row 1 (line 2): it has 5 values where the header has 6 columns")]
    [InlineData("1,2,3,4,5,6\n1,2,3,4,5,6,7\n", "row 2 (line 3): it has 7 values where the header has 6 columns")]
    [InlineData("\n1,2,zwei,4,5,6\n", "row 1 (line 3), column y: 'zwei' is not a number")]
    [InlineData("1,,3,4,5,6\n", "row 1 (line 2), column x: there is no value")]
    [InlineData("1,2,3,4,NaN,6\n", "row 1 (line 2), column chol_21: 'NaN' is not a finite number")]
    [InlineData("1,1e999,3,4,5,6\n", "row 1 (line 2), column x: '1e999' is not a finite number")]
    [InlineData("1,2,3,0,5,6\n", "row 1 (line 2), column chol_11: 0 is not positive")]
    [InlineData("1,2,3,4,5,-6.5\n", "row 1 (line 2), column chol_22: -6.5 is not positive")]
    [InlineData("-1e-9,2,3,4,5,6\n", "row 1 (line 2), column amplitude: -1E-09 is negative")]
    public void FaultNamesFileRowLineAndColumn(string rows, string words)
    {
        string message = Assert.Throws<InputException>(() => Read(Header + rows)).Message;
        Assert.StartsWith(_directory["catalog.csv"] + ", " + words, message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(Header, "holds no component; leave out --init to start without any")]
    [InlineData("amplitude,x,y,chol_11,chol_21,chol_22", "holds no component")]
    [InlineData("amplitude,x,y,chol_11\n1,2,3,4\n", "has no column chol_21, chol_22")]
    [InlineData("amplitude;x;y\n", "has no column amplitude, x, y, chol_11, chol_21, chol_22")]
    [InlineData("amplitude,x,y,chol_11,chol_21,chol_22,x\n", "has two columns x")]
    [InlineData("PAR1 but no more of it", "not a Parquet file")]
    public void UnusableFileIsNamed(string content, string words)
    {
        string message = Assert.Throws<InputException>(() => Read(content)).Message;
        Assert.Contains(words, message);
        Assert.StartsWith(_directory["catalog.csv"], message);
    }

    [Fact]
    public void MissingFileAndDirectoryAreNamed()
    {
        string FaultOf(string path) => Assert.Throws<InputException>(() => ComponentCatalog.Read(path)).Message;
        Assert.Contains("does not exist", FaultOf(_directory["none"]));
        Assert.Contains("is a directory", FaultOf(_directory.Path));
    }

    [Fact]
    public void LineWithoutEndIsRefusedBeforeMemoryRunsOut()
    {
        File.WriteAllBytes(_directory["catalog.csv"], new byte[5 << 20]);
        var e = Assert.Throws<InputException>(() => ComponentCatalog.Read(_directory["catalog.csv"]));
        Assert.Contains("line 1: longer than", e.Message);
    }

    [Fact]
    public void LinesAcrossBuffersAreWhole()
    {
        var random = new Random(5);
        string[] names = [.. Enumerable.Range(0, 3000).Select(_ => new string('n', random.Next(300)))];
        string rows = string.Concat(names.Select((name, i) => string.Create(
            CultureInfo.InvariantCulture, $"{i},{i + 0.5},3,1,0,1,{name}\n")));
        IReadOnlyList<Gaussian> read = Read("amplitude,x,y,chol_11,chol_21,chol_22,name\n" + rows);
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => new Gaussian(i, i + 0.5, 3, 1, 0, 1)), read);
    }

    [Fact]
    public void ParquetOfAnyNumbersIsRead()
    {
        WriteParquet(
            [
                new("name", ParquetType.String), new("chol_22", ParquetType.Int64),
                new("chol_21", ParquetType.Double, true), new("chol_11", ParquetType.Double),
                new("y", ParquetType.Int64, true), new("x", ParquetType.Int32),
                new("amplitude", ParquetType.Int32, true),
            ],
            [
                new[] { "a", "b" }, new[] { 6L, 7 }, new double?[] { 0.5, -0.5 }, new[] { 4.0, 5 },
                new long?[] { 3, 4 },
                new[] { 2, 3 }, new int?[] { 1, 2 },
            ]);
        Assert.Equal(
            [new Gaussian(1, 2, 3, 4, 0.5, 6), new Gaussian(2, 3, 4, 5, -0.5, 7)],
            ComponentCatalog.Read(_directory["catalog.parquet"]));
    }

    [Fact]
    public void FaultInParquetNamesRowAndColumn()
    {
        ParquetColumn[] columns =
            [.. Header.TrimEnd().Split(',').Select(name => new ParquetColumn(name, ParquetType.Double, name == "x"))];
        double[] ones = [1, 1, 1];
        Array[] With(int column, Array values) => [.. Enumerable.Range(0, 6).Select(i =>
            i == column ? values : i == 1 ? new double?[] { 1, 1, 1 } : ones)];

        WriteParquet(columns, With(1, new double?[] { 1, 1, null }));
        AssertParquetFault(", row 3, column x: there is no value");
        WriteParquet(columns, With(3, new[] { 1, -2.0, 1 }));
        AssertParquetFault(", row 2, column chol_11: -2 is not positive");
        WriteParquet([.. columns.Skip(1)], [.. With(1, new double?[] { 1, 1, 1 }).Skip(1)]);
        AssertParquetFault(" has no column of numbers amplitude");
        columns[0] = new ParquetColumn("amplitude", ParquetType.String);
        WriteParquet(columns, With(0, new[] { "1", "1", "1" }));
        AssertParquetFault(", column amplitude: holds no numbers");
    }

    private void AssertParquetFault(string words)
    {
        string path = _directory["catalog.parquet"];
        Assert.StartsWith(path + words, Assert.Throws<InputException>(() => ComponentCatalog.Read(path)).Message);
    }

    private void WriteParquet(ParquetColumn[] columns, Array[] rows)
    {
        using FileStream stream = File.Create(_directory["catalog.parquet"]);
        using IParquetTableWriter table = ParquetCodec.Default.Create(
            stream, columns, new Dictionary<string, string>());
        table.WriteRowGroup(rows);
    }

    private IReadOnlyList<Gaussian> Read(string content)
    {
        File.WriteAllText(_directory["catalog.csv"], content);
        return ComponentCatalog.Read(_directory["catalog.csv"]);
    }
}
