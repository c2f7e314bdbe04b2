using TiledFit.Data.Exports;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Tests.Results;

namespace TiledFit.Data.Tests.Exports;

/// <summary>A result on the disk, to be exported.</summary>
internal sealed class ExportCase : IDisposable
{
    /// <summary>More than are written at once.</summary>
    public const int Count = 5000;

    private readonly TemporaryDirectory _directory = new();

    public ExportCase(RasterInfo raster, int count = 300)
    {
        ResultWriter.Write(
            _directory["result"], ResultSamples.Content(ResultSamples.Components(count), raster), overwrite: false,
            CancellationToken.None);
        Result = ResultReader.Open(_directory["result"]);
        Rows = [.. Result.ReadComponents()];
    }

    /// <summary>WGS 84 / UTM zone 11N, as PROJ knows it.</summary>
    public static CoordinateReferenceSystem Utm { get; } = new("EPSG:32611", null, "WGS 84 / UTM zone 11N", null);

    /// <summary>Longitude and latitude.</summary>
    public static CoordinateReferenceSystem Wgs84 { get; } = new("EPSG:4326", null, "WGS 84", "EPSG:4326");

    public ResultReader Result { get; }

    /// <summary>In the result's order.</summary>
    public ComponentRow[] Rows { get; }

    public string this[string name] => _directory[name];

    public ExportSummary Export(string name, ExportOptions? options = null) =>
        ComponentExport.Write(Result, this[name], options ?? new ExportOptions(), CancellationToken.None);

    /// <summary>Everything beside the result.</summary>
    public string[] Files() => [.. Directory.GetFileSystemEntries(Path.GetDirectoryName(this["a"])!)
        .Select(path => Path.GetFileName(path)).Where(name => name != "result").Order()];

    public void Dispose() => _directory.Dispose();
}
