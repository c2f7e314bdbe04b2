using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Data.Exports;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit export</c>: a result's components in the formats of other tools.</summary>
internal sealed class ExportCommand : RunnableCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "A result." };
    private readonly Option<string> _output = OptionFactory.Output(
        "FILE", "What to write: .csv, .fits, .geojson, .reg (DS9), or what GDAL writes, such as .gpkg.");

    private readonly Option<string?> _format = OptionFactory.OptionalText(
        "--format", "NAME", "csv, fits, geojson, ds9, ds9-image or a driver of GDAL, instead of the extension's.");

    private readonly Option<double> _sigma = OptionFactory.Number(
        "--sigma", "K", "Half axes of the ellipses, in standard deviations.", () => new ExportOptions().Sigma);

    private readonly Option<bool> _overwrite = OptionFactory.Switch("--overwrite", "Replace the file.");

    public ExportCommand()
        : base("export", "Writes the components of a result as CSV, FITS table, GeoJSON, DS9 regions or by GDAL.")
    {
        Arguments.Add(_directory);
        AddOptions(_output, _format, _sigma, _overwrite);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_output), directory = arguments.GetRequiredValue(_directory);
        ResultReader result = ResultReader.Open(directory).OfRaster();
        OutputFile.Check(path, directory, result.Manifest.Input.Path);
        SkyWarning.Write(result.Manifest.Input, arguments);
        var options = new ExportOptions(
            arguments.GetValue(_format), arguments.GetValue(_sigma), arguments.GetValue(_overwrite));
        ExportSummary summary = ComponentExport.Write(result, path, options, cancellation);
        new FactSheet()
            .Add("Export", path)
            .Add("Format", summary.Format)
            .Add("Components", Format.Count(summary.Components))
            .Add("Coordinates", summary.Coordinates)
            .Write(arguments.InvocationConfiguration.Output);
        return ExitCode.Done;
    }
}
