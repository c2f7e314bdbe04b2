using TiledFit.Cli.Settings;
using TiledFit.Core;
using TiledFit.Server;
using TiledFit.Tiling;

namespace TiledFit.Cli.Tests;

public class SettingsTests
{
    [Fact]
    public void TheFileHoldsTheEnginesDefaults()
    {
        var options = new FitOptions();
        FitSettings settings = FitSettings.Load();
        Assert.Equal(options.TileSize, settings.Tile);
        Assert.Equal(options.Ring, settings.Ring);
        Assert.Equal(options.MaxSweeps, settings.MaxSweeps);
        Assert.Equal(options.Tolerance, settings.Tolerance);
        Assert.Equal(options.Background.ToString(), settings.Background, ignoreCase: true);
        Assert.Equal(0, settings.Threads);
    }

    [Fact]
    public void TheFileHoldsTheServersDefaults()
    {
        ServerSettings settings = ServerSettingsReader.Read();
        Assert.Empty(settings.InputRoots);
        Assert.Empty(settings.OutputRoots);
        Assert.Equal("", settings.TokenFile);
        Assert.Equal("", settings.Silos.ConnectionString);
        var builtIn = new ServerSettings();
        Assert.Equal(builtIn, settings with
        {
            InputRoots = builtIn.InputRoots,
            OutputRoots = builtIn.OutputRoots,
            TokenFile = builtIn.TokenFile,
            Silos = settings.Silos with { ConnectionString = builtIn.Silos.ConnectionString },
        });
    }

    [Fact]
    public async Task TheEnvironmentOverridesTheFileAndTheCommandLineBoth()
    {
        using var variable = new Variable("TILEDFIT_Fit__Tile", "60");
        Assert.Equal(60, FitSettings.Load().Tile);
        Assert.Contains("[default: 60]", (await CommandLine.RunAsync("fit --help")).Output);
        Assert.Contains("--tile 60 is too small", (await CommandLine.RunAsync("fit a.npy -o b")).Error);
        Assert.Contains("a.npy", (await CommandLine.RunAsync("fit a.npy -o b --tile 512")).Error);
    }

    [Theory]
    [InlineData("TILEDFIT_Fit__Tile", "wide", "environment variable TILEDFIT_Fit__Tile: 'wide' is not a whole number")]
    [InlineData("TILEDFIT_Fit__Tile", "1.5", "environment variable TILEDFIT_Fit__Tile: '1.5' is not a whole number")]
    [InlineData("TILEDFIT_Fit__Tolerance", "x", "environment variable TILEDFIT_Fit__Tolerance: 'x' is not a number")]
    [InlineData("TILEDFIT_Fit__Errors", "red", "environment variable TILEDFIT_Fit__Errors 'red' is unknown")]
    [InlineData("TILEDFIT_Fit__Background", "grid", "environment variable TILEDFIT_Fit__Background 'grid' is unknown")]
    [InlineData("TILEDFIT_Fit__Tiles", "512", "environment variable TILEDFIT_Fit__Tiles is not a setting; there are Tile,")]
    [InlineData("TILEDFIT_Fit__Threads", "-1",
        "--threads -1 must be 0 (one a core) or more (--threads is from environment variable TILEDFIT_Fit__Threads)")]
    [InlineData("TILEDFIT_Fit__Ring", "300", "(--ring is from environment variable TILEDFIT_Fit__Ring)")]
    public async Task BadSettingsAreBadInput(string name, string value, string message)
    {
        using var variable = new Variable(name, value);
        CommandLine run = await CommandLine.RunAsync("fit a.npy -o b");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(message, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.DoesNotContain("System.", run.Error);
    }

    [Theory]
    [InlineData("{\"Fit\": {\"Tile\": \"wide\"}}", "Fit:Tile in appsettings.json: 'wide' is not a whole number")]
    [InlineData("{\"Fit\": {\"Tile\": {\"Size\": 3}}}", "Fit:Tile in appsettings.json: '' is not a whole number")]
    [InlineData("{\"Fit\": {\"Sweeps\": 3}}", "Fit:Sweeps in appsettings.json is not a setting")]
    [InlineData("{\n\"Fit\": {\n\"Tile\": 3,,\n}}", "appsettings.json cannot be read: line 3 is not valid JSON")]
    [InlineData(null, "appsettings.json is missing")]
    public void BadSettingsFilesAreBadInput(string? content, string message)
    {
        using var directory = new TemporaryDirectory();
        if (content is not null)
        {
            File.WriteAllText(directory["appsettings.json"], content);
        }

        InputException fault = Assert.Throws<InputException>(() => FitSettings.Load(directory.Path));
        Assert.Contains(message, fault.Message);
        Assert.DoesNotContain("System.", fault.Message);
    }

    [Fact]
    public void WhatTheFileLeavesOutIsTheEnginesDefault()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["appsettings.json"], "{\"Fit\": {\"tile\": 256}}");
        FitSettings settings = FitSettings.Load(directory.Path);
        Assert.Equal(256, settings.Tile);
        Assert.Equal(new FitOptions().Ring, settings.Ring);
        Assert.Equal("auto", settings.Background);
    }

    private sealed class Variable : IDisposable
    {
        private readonly string _name;

        public Variable(string name, string value) => Environment.SetEnvironmentVariable(_name = name, value);

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
