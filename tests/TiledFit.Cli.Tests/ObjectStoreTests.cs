using System.Diagnostics;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

/// <summary>Inputs, checkpoints and results in an object store.</summary>
public sealed class ObjectStoreTests : IDisposable
{
    private const string Field = "synth --width 400 --height 400 --components 700",
        Options = "--tile 100 --tolerance 0 --max-sweeps 12 --checkpoint 0.01 --quiet";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task AFitFromAndToAStoreThatIsKilledAndResumedEqualsTheLocalOne()
    {
        using Azurite store = await StartAsync();
        string local = _directory["local"];
        await CommandLine.RunAsync($"{Field} -o {_directory["z.npy"]} --init {_directory["i.csv"]}");
        CommandLine undisturbed = await CommandLine.RunAsync(
            $"fit {_directory["z.npy"]} --init {_directory["i.csv"]} {Options} -o {local}");
        Assert.Equal(ExitCode.NotSettled, undisturbed.Code);

        AssertDone(await store.RunAsync($"{Field} -o {Azurite.Container}/z.npy --init {Azurite.Container}/i.csv"));
        string fit = $"fit {Azurite.Container}/z.npy --init {Azurite.Container}/i.csv {Options} "
            + $"-o {Azurite.Container}/a/out";
        await KillAfterCheckpointAsync(store, fit);
        string[] left = await store.NamesAsync();
        Assert.Contains("a/out/.tiledfit-checkpoint-0", left);
        Assert.DoesNotContain("a/out/manifest.json", left);

        CommandLine refused = await store.RunAsync(fit);
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("keeps what an interrupted fit had done; add --resume", refused.Error);
        CommandLine resumed = await store.RunAsync($"{fit} --resume");
        Assert.True(resumed.Code == ExitCode.NotSettled, resumed.Error);

        Assert.Equal(
            [
                "a/out/components/part-00000.parquet", "a/out/manifest.json", "a/out/preview.png",
                "a/out/sweeps.parquet", "a/out/tiles.parquet", "i.csv", "z.npy",
            ],
            await store.NamesAsync());
        await store.DownloadAsync("a/out", _directory["copy"]);
        AssertEqualResults(local, _directory["copy"]);
        await AssertIsReadAsync(store, $"{Azurite.Container}/a/out", local);
    }

    [SkippableFact]
    public async Task WhatCannotBeReachedIsToldInOneLine()
    {
        using Azurite store = await StartAsync();
        await CommandLine.RunAsync($"{Field} -o {_directory["z.npy"]} --init {_directory["i.csv"]}");
        string fit = $"fit {_directory["z.npy"]} --init {_directory["i.csv"]} {Options}";
        AssertFault(
            await store.RunAsync($"{fit} -o /vsiaz/missing/out"), ExitCode.BadInput,
            "error: /vsiaz/missing/out/.tiledfit-probe cannot be written: PUT of /vsiaz/missing/out/.tiledfit-probe "
            + "failed; is the bucket or container there, and do the credentials allow to read, write and delete?");
        AssertFault(
            await store.RunAsync($"render /vsiaz/missing/out -o {_directory["a.npy"]}"), ExitCode.BadInput,
            "error: /vsiaz/missing/out holds no result: it has no manifest.json, which a finished fit writes last");
        AssertFault(
            await store.RunAsync($"fit /vsiaz/missing/z.npy -o {_directory["out"]}"), ExitCode.BadInput,
            "error: /vsiaz/missing/z.npy: there is no such file");

        // The fit goes on without its store, but cannot put its result there.
        using Process process = await StartUntilCheckpointAsync(store, $"{fit} -o {Azurite.Container}/out");
        store.Stop();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        AssertFault(
            new CommandLine(process.ExitCode, "", error), ExitCode.Failed,
            "failed: /vsiaz/fits/out/manifest.json cannot be looked up: there is no answer from http://127.0.0.1:");
        AssertFault(
            await store.RunAsync($"export {Azurite.Container}/out -o {_directory["a.csv"]}"), ExitCode.Failed,
            "failed: /vsiaz/fits/out/manifest.json cannot be looked up: there is no answer from http://127.0.0.1:");
    }

    private static async Task<Azurite> StartAsync()
    {
        Skip.If(OperatingSystem.IsWindows(), "the program is started by its name on Linux");
        Skip.If(Gdal.Version is null, "libgdal is not installed");
        return await Azurite.StartAsync();
    }

    private static async Task KillAfterCheckpointAsync(Azurite store, string fit)
    {
        using Process process = await StartUntilCheckpointAsync(store, fit);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private static async Task<Process> StartUntilCheckpointAsync(Azurite store, string fit)
    {
        Process process = store.Start(fit);
        while ((await store.NamesAsync()).Count(name => name.Contains("/.tiledfit-checkpoint-")) < 2)
        {
            Assert.False(process.HasExited, "the fit ended before its second checkpoint");
            await Task.Delay(20);
        }

        return process;
    }

    private static void AssertDone(CommandLine run) => Assert.True(run.Code == ExitCode.Done, run.Error);

    private static void AssertFault(CommandLine run, int code, string start)
    {
        Assert.StartsWith(start, run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(code, run.Code);
    }

    private static void AssertEqualResults(string expected, string actual)
    {
        foreach (string file in new[] { "components/part-00000.parquet", "preview.png" })
        {
            byte[] there = File.ReadAllBytes(Path.Combine(actual, file));
            Assert.Equal(File.ReadAllBytes(Path.Combine(expected, file)), there);
        }

        ResultReader one = ResultReader.Open(expected), other = ResultReader.Open(actual);
        Assert.Equal(
            one.ReadTiles().Select(tile => tile with { Seconds = 0 }),
            other.ReadTiles().Select(tile => tile with { Seconds = 0 }));
        Assert.Equal(
            one.ReadSweeps().Select(sweep => sweep with { Seconds = 0 }),
            other.ReadSweeps().Select(sweep => sweep with { Seconds = 0 }));
        Manifest a = one.Manifest, b = other.Manifest;
        Assert.Equal(
            a with { Files = [], Options = a.Options },
            b with
            {
                // All that may differ: the time, and the names and ages of files.
                Created = a.Created,
                Input = b.Input with { Path = a.Input.Path },
                InputFingerprint = a.InputFingerprint,
                Options = a.Options,
                Files = a.Files.Count == b.Files.Count ? [] : b.Files,
            });
        Assert.Equal(
            a.Options.Where(option => option.Key != "init"), b.Options.Where(option => option.Key != "init"));
    }

    // By the program, straight from the store, and as a raster of GDAL's there.
    private async Task AssertIsReadAsync(Azurite store, string result, string local)
    {
        AssertDone(await store.RunAsync($"render {result} --residual -o {Azurite.Container}/residual.tif"));
        AssertDone(await CommandLine.RunAsync($"render {local} --residual -o {_directory["residual.tif"]}"));
        CommandLine there = await store.RunAsync($"info {Azurite.Container}/residual.tif");
        CommandLine here = await CommandLine.RunAsync($"info {_directory["residual.tif"]}");
        Assert.Equal(LinesBelowTheName(here.Output), LinesBelowTheName(there.Output));

        AssertDone(await store.RunAsync($"export {result} -o {Azurite.Container}/a.csv"));
        AssertDone(await CommandLine.RunAsync($"export {local} -o {_directory["a.csv"]}"));
        AssertDone(await store.RunAsync($"compare {result} --truth {Azurite.Container}/a.csv"));
        AssertDone(await store.RunAsync($"info {result}"));
    }

    private static string[] LinesBelowTheName(string output) => output.Split('\n')[1..];
}
