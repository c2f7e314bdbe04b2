using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;

namespace TiledFit.Cli.Tests;

public class ExportTests
{
    [Fact]
    public async Task AnExportStartsAFit()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        CommandLine run = await CommandLine.RunAsync($"export {directory["result"]} -o {directory["a.csv"]}");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Matches(@"Components +3\n", run.Output.ReplaceLineEndings("\n"));
        IEnumerable<Gaussian> exported = ComponentCatalog.Read(directory["a.csv"]);
        Assert.Equal(SampleResult.Components.OrderBy(g => g.X), exported.OrderBy(g => g.X));

        run = await CommandLine.RunAsync(
            $"fit {directory["in.npy"]} -o {directory["again"]} --init {directory["a.csv"]} --max-sweeps 1 --quiet");
        Assert.Equal((ExitCode.NotSettled, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task AFileThatIsThereIsBadInput()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        string export = $"export {directory["result"]} -o {directory["a.reg"]}";
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync(export)).Code);
        CommandLine run = await CommandLine.RunAsync(export);
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("is there already; add --overwrite to replace it", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync($"{export} --overwrite")).Code);
    }
}
