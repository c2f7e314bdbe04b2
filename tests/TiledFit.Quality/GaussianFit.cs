using System.Globalization;
using TiledFit.Benchmarks.Peers;
using TiledFit.Quality.Approximations;

namespace TiledFit.Quality;

/// <summary>What <c>tiledfit fit</c> makes of a raster, and <c>tiledfit render</c> of that.</summary>
/// <param name="Components">How many it found.</param>
/// <param name="TableBytes">Of its directory of components.</param>
/// <param name="Errors">Of the rendered model.</param>
internal sealed record GaussianFit(long Components, long TableBytes, ErrorFigures Errors)
{
    /// <summary>Six parameters as float32.</summary>
    public const int BytesPerComponent = 6 * sizeof(float);

    /// <summary>Exit code of a fit that took all its sweeps.</summary>
    public const int NotSettled = 3;

    // The model is rendered as float32.
    private const double Agreement = 1e-4;

    public static GaussianFit Run(
        string raster, Surface surface, int components, string scratch, params string[] options)
    {
        string result = Path.Combine(scratch, "fit"), rendered = Path.Combine(scratch, "model.npy");
        string count = components.ToString(CultureInfo.InvariantCulture);
        TiledFitReport report = TiledFitReport.Read(ProgramRun.Of(
            TiledFitProgram.BuiltPath,
            ["fit", raster, "-o", result, "--components", count, "--overwrite", "--quiet", "--json", .. options],
            NotSettled));
        ProgramRun.Of(TiledFitProgram.BuiltPath, ["render", result, "-o", rendered]);
        ErrorFigures errors = ErrorFigures.Of(surface, Surface.Read(rendered).Values);
        double told = Math.Sqrt(report.Objective / report.Pixels);
        return Math.Abs(errors.Rmse - told) <= Agreement * told
            ? new GaussianFit(report.Components, TableBytesOf(result), errors)
            : throw new InvalidOperationException(
                $"{raster}: the fit tells an RMSE of {told}, its model has {errors.Rmse}");
    }

    private static long TableBytesOf(string result) =>
        new DirectoryInfo(Path.Combine(result, "components")).EnumerateFiles().Sum(file => file.Length);
}
