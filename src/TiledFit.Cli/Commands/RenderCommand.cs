using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Rendering;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit render</c>: a result's model or residual as a raster or picture.</summary>
internal sealed class RenderCommand : RunnableCommand
{
    private static readonly string[] Extensions = [".tif", ".tiff", ".npy", ".png"];

    private readonly Argument<string> _directory = new("DIR") { Description = "A result." };
    private readonly Option<string> _output = OptionFactory.Output("FILE", "What to write: .tif, .npy or .png.");
    private readonly Option<bool> _residual = OptionFactory.Switch(
        "--residual", "Input minus model instead of the model.");

    private readonly Option<PixelRectangle?> _window = WindowOption.Create();
    private readonly Option<double> _scale = OptionFactory.Number(
        "--scale", "S", "Side of an output pixel in pixels: a whole number (means), or less than 1 (finer).", () => 1);

    public RenderCommand()
        : base("render", "Renders the model or the residual of a result.")
    {
        Arguments.Add(_directory);
        AddOptions(_output, _residual, _window, _scale);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(_output);
        CheckExtension(path);
        ResultReader result = ResultReader.Open(arguments.GetRequiredValue(_directory)).OfRaster();
        RasterInfo input = result.Manifest.Input;
        OutputFile.Check(path, arguments.GetRequiredValue(_directory), input.Path);
        PixelRectangle window = WindowOption.Check(arguments.GetValue(_window), input);
        using IRaster? raster = arguments.GetValue(_residual) ? OpenInput(result.Manifest) : null;
        var model = new ModelRenderer(
            result.ReadComponents().Select(row => row.Component.Shape), result.ReadBackground());
        double scale = arguments.GetValue(_scale);
        FieldImage image = raster is null
            ? FieldImage.OfModel(model, window, scale)
            : FieldImage.OfResidual(model, raster, window, scale);
        FieldImageWriter.Write(image, input, path, Environment.ProcessorCount, cancellation);
        new FactSheet()
            .Add(image.IsResidual ? "Residual" : "Model", path)
            .Add("Size", Format.Size(image.Width, image.Height))
            .Write(arguments.InvocationConfiguration.Output);
        return ExitCode.Done;
    }

    private static void CheckExtension(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (!Extensions.Contains(extension))
        {
            throw new InputException(
                $"{path}: cannot write '{extension}'; take one of {string.Join(", ", Extensions)}");
        }
    }

    /// <summary>Opens what was fitted, and makes sure that it is still the same.</summary>
    private static IRaster OpenInput(Manifest manifest)
    {
        RasterInfo info = manifest.Input;
        var opening = new RasterOpenOptions { Band = info.Band, Plane = info.Plane, NoData = info.NoData };
        IRaster raster = PixelSelection.Of(manifest.Options).Apply(
            RasterFactory.Open(info.Path, opening), path => RasterFactory.Open(path));
        if (raster.Fingerprint == manifest.InputFingerprint)
        {
            return raster;
        }

        raster.Dispose();
        throw new InputException(
            $"{info.Path} has changed since it was fitted; fit it again before asking for the residual");
    }
}
