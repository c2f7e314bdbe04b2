using System.Text.Json;
using TiledFit.Core;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>The built-in codec against hyparquet, which shares no code with it.</summary>
public sealed class HyparquetTests : IDisposable
{
    private const int Rows = 2500, RowGroupRows = 1000;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableTheory]
    [InlineData((int)ParquetCompression.Uncompressed)]
    [InlineData((int)ParquetCompression.Gzip)]
    public void WhatIsWrittenIsReadByHyparquet(int compression)
    {
        string path = _directory["table.parquet"];
        WriteTable(path, (ParquetCompression)compression);
        JsonElement file = HyparquetClient.Read(path);

        Assert.StartsWith("TiledFit version ", file.GetProperty("createdBy").GetString());
        Assert.Equal("""{"x":"px"}""", file.GetProperty("keyValues").GetProperty("units").GetString());
        Assert.Equal(
            ["3", "2"], file.GetProperty("rowGroups").EnumerateArray().Select(g => g.GetProperty("rows").GetString()!));
        Assert.Equal(
            """
            {"id":"1","n":-7,"x":0.1,"snr":null,"status":"settled","bbox":{"xmin":1.5,"ymin":"-0"}}
            {"id":"9007199254740993","n":2147483647,"x":"NaN","snr":2.5,"status":"ä€","bbox":{"xmin":2.5,"ymin":1}}
            {"id":"-3","n":0,"x":-1e+300,"snr":null,"status":"","bbox":{"xmin":3.5,"ymin":2}}
            {"id":"4","n":4,"x":4,"snr":null,"status":"a","bbox":{"xmin":4.5,"ymin":3}}
            {"id":"5","n":5,"x":5,"snr":null,"status":"b","bbox":{"xmin":5.5,"ymin":4}}
            """.ReplaceLineEndings("\n"),
            string.Join('\n', file.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText())));
    }

    [SkippableFact]
    public void PagesAreCompressedWhereThatPays()
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];
        double[] steps = [.. Enumerable.Range(0, 20_000).Select(i => (double)(i / 100))];
        string path = _directory["table.parquet"];
        using (FileStream stream = File.Create(path))
        {
            using IParquetTableWriter table = new BuiltInParquetCodec().Create(
                stream, [new("noise", ParquetType.Double), new("steps", ParquetType.Double)],
                new Dictionary<string, string>());
            table.WriteRowGroup([noise, steps]);
        }
        JsonElement file = HyparquetClient.Read(path);
        JsonElement columns = file.GetProperty("rowGroups")[0].GetProperty("columns");
        Assert.Equal("UNCOMPRESSED", columns[0].GetProperty("codec").GetString());
        Assert.Equal("GZIP", columns[1].GetProperty("codec").GetString());
        JsonElement[] rows = [.. file.GetProperty("rows").EnumerateArray()];
        Assert.Equal(noise, rows.Select(row => row.GetProperty("noise").GetDouble()));
        Assert.Equal(steps, rows.Select(row => row.GetProperty("steps").GetDouble()));
    }

    [SkippableFact]
    public void StatisticsSkipNaNAndCountNulls()
    {
        string path = _directory["table.parquet"];
        WriteTable(path, ParquetCompression.Gzip);
        JsonElement[] groups = [.. HyparquetClient.Read(path).GetProperty("rowGroups").EnumerateArray()];

        Assert.Equal(("-3", "9007199254740993", "0"), Statistics(groups[0], "id"));
        Assert.Equal(("-7", "2147483647", "0"), Statistics(groups[0], "n"));
        Assert.Equal(("-1e+300", "0.1", "0"), Statistics(groups[0], "x"));
        Assert.Equal(("2.5", "2.5", "2"), Statistics(groups[0], "snr"));
        Assert.Equal(("", "ä€", "0"), Statistics(groups[0], "status"));
        Assert.Equal(("-0", "2", "0"), Statistics(groups[0], "bbox.ymin"));
        Assert.Equal((null, null, "2"), Statistics(groups[1], "snr"));
    }

    [SkippableFact]
    public void SchemaSaysWhatIsRequired()
    {
        string path = _directory["table.parquet"];
        WriteTable(path, ParquetCompression.Gzip);
        JsonElement file = HyparquetClient.Read(path);
        string[] schema = [.. file.GetProperty("schema").EnumerateArray().Select(element => element.GetRawText())];
        Assert.Equal(
            [
                """{"name":"schema","num_children":6}""",
                """{"name":"id","type":"INT64","repetition_type":"REQUIRED"}""",
                """{"name":"n","type":"INT32","repetition_type":"REQUIRED"}""",
                """{"name":"x","type":"DOUBLE","repetition_type":"REQUIRED"}""",
                """{"name":"snr","type":"DOUBLE","repetition_type":"OPTIONAL"}""",
                """{"name":"status","type":"BYTE_ARRAY","repetition_type":"REQUIRED","converted_type":"UTF8"}""",
                """{"name":"bbox","repetition_type":"REQUIRED","num_children":2}""",
                """{"name":"xmin","type":"DOUBLE","repetition_type":"REQUIRED"}""",
                """{"name":"ymin","type":"DOUBLE","repetition_type":"REQUIRED"}""",
            ],
            schema);
    }

    [SkippableFact]
    public void EveryEncodingOfHyparquetIsRead()
    {
        HyparquetClient.Write(_directory.Path);
        string[] files =
            [.. Directory.GetFiles(_directory.Path, "*-*.parquet").Where(file => !file.Contains("byte-array"))];
        Assert.Equal(12, files.Length);
        foreach (string file in files)
        {
            using FileStream stream = File.OpenRead(file);
            using IParquetTableReader table = new BuiltInParquetCodec().Open(stream);
            Assert.Equal("hyparquet", table.Metadata["writer"]);
            Assert.Equal(Rows, table.RowCount);
            Assert.Equal(
                ["int32", "int32_or_null", "int64", "int64_or_null", "double", "double_or_null", "float", "string",
                    "string_or_null", "all_null"],
                table.Columns.Select(column => column.Name));
            Assert.All(table.Columns, column => AssertColumn(table, column, Path.GetFileName(file)));
        }
    }

    [SkippableFact]
    public void WhatIsLackingIsNamed()
    {
        HyparquetClient.Write(_directory.Path);
        Assert.Contains(
            "column 'double', row group 1: the built-in Parquet reader lacks zstd", FaultOf("zstd.parquet"));
        Assert.Contains("lacks the encoding DeltaByteArray (7)", FaultOf("delta-byte-array.parquet"));
    }

    private string FaultOf(string file)
    {
        using FileStream stream = File.OpenRead(_directory[file]);
        using IParquetTableReader table = new BuiltInParquetCodec().Open(stream);
        return Assert.Throws<InputException>(() => table.ReadColumn(0, 0)).Message;
    }

    private static void AssertColumn(IParquetTableReader table, ParquetColumn column, string file)
    {
        IEnumerable<object?> values = Enumerable.Range(0, table.RowGroupCount)
            .SelectMany(group => table.ReadColumn(group, table.Columns.ToList().IndexOf(column)).Cast<object?>());
        IEnumerable<object?> expected = Enumerable.Range(0, Rows).Select(i => Expected(column.Name, i));
        Assert.True(expected.SequenceEqual(values), $"{file}, {column.Name}");
        Assert.Equal((Rows + RowGroupRows - 1) / RowGroupRows, table.RowGroupCount);
    }

    /// <summary>The formulas of write.mjs.</summary>
    private static object? Expected(string column, int i) => column switch
    {
        "all_null" => null,
        _ when column.EndsWith("_or_null") && i % 3 == 0 => null,
        _ => column.Replace("_or_null", "") switch
        {
            "int32" => i * 37 % 101 - 50,
            "int64" => (long)i * i * 1000003 - 5,
            "double" => i % 200 / 7.0,
            "float" => i / 4.0,
            _ => "t" + i % 5 + new string('ü', i % 4),
        },
    };

    private static (string? Min, string? Max, string Nulls) Statistics(JsonElement group, string path)
    {
        JsonElement column = group.GetProperty("columns").EnumerateArray()
            .Single(column => column.GetProperty("path").GetString() == path);
        string? Text(string name) => column.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
        return (Text("min"), Text("max"), Text("nulls")!);
    }

    private static void WriteTable(string path, ParquetCompression compression)
    {
        ParquetColumn[] columns =
        [
            new("id", ParquetType.Int64), new("n", ParquetType.Int32), new("x", ParquetType.Double),
            new("snr", ParquetType.Double, Nullable: true), new("status", ParquetType.String),
            new("bbox.xmin", ParquetType.Double), new("bbox.ymin", ParquetType.Double),
        ];
        using FileStream stream = File.Create(path);
        using IParquetTableWriter table = new BuiltInParquetCodec(compression).Create(
            stream, columns, new Dictionary<string, string> { ["units"] = """{"x":"px"}""" });
        table.WriteRowGroup(
        [
            new[] { 1, 9007199254740993, -3 }, new[] { -7, int.MaxValue, 0 }, new[] { 0.1, double.NaN, -1e300 },
            new double?[] { null, 2.5, null }, new[] { "settled", "ä€", "" }, new[] { 1.5, 2.5, 3.5 },
            new[] { -0.0, 1, 2 },
        ]);
        table.WriteRowGroup(
        [
            new[] { 4L, 5 }, new[] { 4, 5 }, new[] { 4.0, 5 }, new double?[] { null, null }, new[] { "a", "b" },
            new[] { 4.5, 5.5 }, new[] { 3.0, 4 },
        ]);
    }
}
