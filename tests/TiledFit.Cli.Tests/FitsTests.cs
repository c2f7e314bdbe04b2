using System.Text.Json;
using TiledFit.Data.Fits;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

public class FitsTests
{
    private const int Side = 32;

    /// <summary>A source of σ = 2 px at (12, 20) in the second of two planes, nothing in the first.</summary>
    private static byte[] Cube => FitsBytes.Primary(
        -32, [Side, Side, 1, 2],
        [.. Enumerable.Range(0, 2 * Side * Side)
            .Select(i => (Plane: i / (Side * Side), X: i % Side, Y: i / Side % Side))
            .Select(p => p.Plane * 3 * Math.Exp(-(Math.Pow(p.X - 12, 2) + Math.Pow(p.Y - 20, 2)) / 8))],
        "CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'", "CRVAL1  = 150.0", "CRVAL2  = 2.0", "CRPIX1  = 13.0",
        "CRPIX2  = 21.0", "CDELT1  = -0.001", "CDELT2  = 0.001", "RADESYS = 'ICRS'", "BMAJ    = 0.004");

    [SkippableFact]
    public async Task APlaneOfACubeIsFittedAndFoundOnTheSky()
    {
        Skip.If(Cfitsio.Version is null || WcsLib.Version is null, "libcfitsio or libwcs is not installed");
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["cube.fits"], Cube);
        CommandLine run = await CommandLine.RunAsync($"fit {directory["cube.fits"]} -o {directory["r"]}");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("name one plane by --plane K, on axis 4 (1 to 2)", run.Error, StringComparison.Ordinal);

        run = await CommandLine.RunAsync(
            $"fit {directory["cube.fits"]} --plane 2 -o {directory["r"]} --background none --components 1 --quiet");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Equal("2", ResultReader.Open(directory["r"]).Manifest.Options["plane"]);
        run = await CommandLine.RunAsync($"export {directory["r"]} -o {directory["a.csv"]}");
        string[][] lines = [.. File.ReadLines(directory["a.csv"]).Select(line => line.Split(','))];
        double Value(string name) => double.Parse(
            lines[1][Array.IndexOf(lines[0], name)], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, lines.Length);
        Assert.Equal(150, Value("ra"), 1e-6);
        Assert.Equal(2, Value("dec"), 1e-6);
        // 2·3.6″·2.3548 of a source, 14.4″ of the beam.
        Assert.Equal(16.9547, Value("fwhm_major"), 1e-2);
        Assert.Equal(3 * Math.Pow(16.9547 / 14.4, 2), Value("integrated_flux"), 1e-2);

        run = await CommandLine.RunAsync($"render {directory["r"]} --residual -o {directory["residual.npy"]}");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
    }

    [SkippableFact]
    public async Task InfoTellsOfPlaneSkyAndBeam()
    {
        Skip.If(Cfitsio.Version is null || WcsLib.Version is null, "libcfitsio or libwcs is not installed");
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["cube.fits"], Cube);
        CommandLine run = await CommandLine.RunAsync($"info {directory["cube.fits"]} --plane 1");
        Assert.Matches("Plane +1\n", run.Output.ReplaceLineEndings("\n"));
        Assert.Matches("Sky +ICRS\n", run.Output.ReplaceLineEndings("\n"));
        Assert.Matches("Beam +14.4″ × 14.4″, 0°\n", run.Output.ReplaceLineEndings("\n"));
        run = await CommandLine.RunAsync($"info {directory["cube.fits"]} --plane 1 --json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("cfitsio", report.GetProperty("driver").GetString());
        Assert.Equal([0.004, 0.004, 0], report.GetProperty("beam").EnumerateArray().Select(b => b.GetDouble()));
    }
}
