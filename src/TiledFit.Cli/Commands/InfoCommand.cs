using System.CommandLine;
using System.Text.Json.Nodes;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;
using TiledFit.Engine.Statistics;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit info</c>: what a raster or a result holds.</summary>
internal sealed class InfoCommand : RunnableCommand
{
    private readonly Argument<string> _path = new("FILE|DIR")
    {
        Description = "A raster, or the directory of a result.",
    };

    private readonly Option<int> _band = OptionFactory.Whole("--band", "N", "Band of the raster, from 1.", () => 1);
    private readonly Option<double?> _noData = OptionFactory.OptionalNumber(
        "--nodata", "V", "Stored value that means \"no data\", instead of the one the file declares.");

    private readonly Option<string?> _plane = PlaneOption.Create();
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "As JSON, in one line.");

    public InfoCommand()
        : base("info", "Describes a raster or a result.")
    {
        Arguments.Add(_path);
        AddOptions(_band, _plane, _noData, _json);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_path);
        if (IsDirectory(path))
        {
            DescribeResult(path, arguments);
        }
        else
        {
            DescribeRaster(path, arguments, cancellation);
        }

        return ExitCode.Done;
    }

    /// <summary>An object store has no directories, but may hold a result; where it does not say, GDAL does.</summary>
    private static bool IsDirectory(string path)
    {
        try
        {
            return FileStore.IsVirtual(path) ? ResultDirectory.HoldsResult(path) : Directory.Exists(path);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void DescribeRaster(string path, ParseResult arguments, CancellationToken cancellation)
    {
        var options = new RasterOpenOptions
        {
            Band = arguments.GetValue(_band),
            Plane = arguments.GetValue(_plane),
            NoData = arguments.GetValue(_noData),
        };
        using IRaster raster = RasterFactory.Open(path, options);
        SkyWarning.Write(raster.Info, arguments);
        RasterStatistics statistics = RasterStatistics.Of(raster, Environment.ProcessorCount, cancellation);
        RasterReport report = RasterReport.Of(raster.Info, statistics);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(_json))
        {
            ReportJson.Write(report, ReportJson.Default.RasterReport, null, output);
        }
        else
        {
            report.Facts().Write(output);
        }
    }

    private void DescribeResult(string directory, ParseResult arguments)
    {
        foreach (Option option in new Option[] { _band, _plane, _noData })
        {
            if (arguments.GetResult(option) is { Implicit: false })
            {
                throw new InputException($"{option.Name} goes with a raster; {directory} is a directory");
            }
        }
        Manifest manifest = ResultReader.Open(directory).Manifest;
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(_json))
        {
            using Stream stream = FileStore.Of(directory).OpenRead(ResultDirectory.ManifestName);
            output.WriteLine(JsonNode.Parse(stream)!.ToJsonString());
        }
        else
        {
            ManifestSummary.Of(directory, manifest).Write(output);
        }
    }
}
