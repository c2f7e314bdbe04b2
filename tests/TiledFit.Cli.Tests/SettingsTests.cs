using TiledFit.Cli.Settings;
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
        ServerSettings settings = SettingsReader.Read<ServerSettings>("Server");
        Assert.Empty(settings.InputRoots);
        Assert.Empty(settings.OutputRoots);
        Assert.Equal("", settings.TokenFile);
        Assert.Equal(
            new ServerSettings(),
            settings with { InputRoots = new ServerSettings().InputRoots, OutputRoots = [], TokenFile = null });
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
    [InlineData("TILEDFIT_Fit__Tile", "wide", "wide")]
    [InlineData("TILEDFIT_Fit__Tiles", "512", "Tiles")]
    public async Task BadSettingsAreBadInput(string name, string value, string message)
    {
        using var variable = new Variable(name, value);
        CommandLine run = await CommandLine.RunAsync("fit a.npy -o b");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(message, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private sealed class Variable : IDisposable
    {
        private readonly string _name;

        public Variable(string name, string value) => Environment.SetEnvironmentVariable(_name = name, value);

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
