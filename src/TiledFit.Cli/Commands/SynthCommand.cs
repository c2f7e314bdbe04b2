using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit synth</c>: a raster whose components are known.</summary>
internal sealed class SynthCommand : RunnableCommand
{
    private readonly Option<int> _width = OptionFactory.RequiredWhole("--width", "W", "Columns.");
    private readonly Option<int> _height = OptionFactory.RequiredWhole("--height", "H", "Rows.");
    private readonly Option<int> _components = OptionFactory.RequiredWhole(
        "--components", "K", "Number of components.");

    private readonly Option<double> _sigmaMin = OptionFactory.Number(
        "--sigma-min", "S", "Smallest standard deviation, px.", () => 2);

    private readonly Option<double> _sigmaMax = OptionFactory.Number(
        "--sigma-max", "S", "Largest standard deviation, px.", () => 5);

    private readonly Option<double> _noise = OptionFactory.Number(
        "--noise", "N", "Standard deviation of the white noise.", () => 0.01);

    private readonly Option<int> _seed = OptionFactory.Whole("--seed", "N", "Key of the random numbers.", () => 1);
    private readonly Option<double> _perturb = OptionFactory.Number(
        "--perturb", "P", "How far the initial components are off the truth, in standard deviations.", () => 0);

    private readonly Option<string> _output = OptionFactory.Output("FILE", "The raster, .npy (float32).");
    private readonly Option<string?> _truth = OptionFactory.OptionalText("--truth", "FILE", "The components, CSV.");
    private readonly Option<string?> _init = OptionFactory.OptionalText(
        "--init", "FILE", "The perturbed components, CSV.");

    public SynthCommand()
        : base("synth", "Makes a raster of random Gaussians, the same numbers on every platform.")
    {
        AddOptions(_width, _height, _components, _sigmaMin, _sigmaMax, _noise, _seed, _perturb, _output, _truth, _init);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        int seed = arguments.GetValue(_seed);
        if (seed < 0)
        {
            throw new InputException($"--seed {seed} must not be negative");
        }

        var options = new SyntheticFieldOptions
        {
            Width = arguments.GetValue(_width),
            Height = arguments.GetValue(_height),
            Components = arguments.GetValue(_components),
            SigmaMin = arguments.GetValue(_sigmaMin),
            SigmaMax = arguments.GetValue(_sigmaMax),
            Noise = arguments.GetValue(_noise),
            Seed = (ulong)seed,
            Perturbation = arguments.GetValue(_perturb),
        };
        var paths = new SyntheticFieldPaths(
            arguments.GetRequiredValue(_output), arguments.GetValue(_truth), arguments.GetValue(_init));
        SyntheticField.Generate(options).Write(paths, cancellation);
        new FactSheet()
            .Add("Raster", paths.Raster)
            .Add("Size", Format.Size(options.Width, options.Height))
            .Add("Components", Format.Count(options.Components))
            .Add("Truth", paths.Truth)
            .Add("Initial", paths.Initial)
            .Write(arguments.InvocationConfiguration.Output);
        return ExitCode.Done;
    }
}
