using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>A raster that is written to while it is fitted.</summary>
public sealed class ChangedRasterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ChangedRasterTests() => Write("z.npy", 1);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void InPlaceWhileItRuns()
    {
        Write("other.npy", 2);
        byte[] other = File.ReadAllBytes(_directory["other.npy"]);
        var refused = Assert.Throws<InputException>(() => Fit(progress =>
        {
            if (progress.Sweep == 2)
            {
                using var stream = new FileStream(
                    _directory["z.npy"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                stream.Write(other);
            }
        }));
        Assert.StartsWith($"{_directory["z.npy"]} has changed while it was being fitted", refused.Message);
        Assert.False(ResultDirectory.HoldsResult(_directory["out"]));
    }

    [Fact]
    public void ReplacedJustBeforeItIsPublished()
    {
        Write("other.npy", 2);
        // The old file stays open, so that only length and time tell them apart: whole seconds.
        File.SetLastWriteTimeUtc(_directory["other.npy"], DateTime.UtcNow.AddSeconds(-10));
        var refused = Assert.Throws<InputException>(() => Fit(progress =>
        {
            if (progress.Phase == "write")
            {
                File.Move(_directory["other.npy"], _directory["z.npy"], overwrite: true);
            }
        }));
        Assert.StartsWith($"{_directory["z.npy"]} has changed while it was being fitted", refused.Message);
        Assert.False(ResultDirectory.HoldsResult(_directory["out"]));
    }

    [Fact]
    public void RemovedJustBeforeItIsPublished()
    {
        var refused = Assert.Throws<InputException>(() => Fit(progress =>
        {
            if (progress.Phase == "write")
            {
                File.Delete(_directory["z.npy"]);
            }
        }));
        Assert.StartsWith($"{_directory["z.npy"]}: the file has gone", refused.Message);
    }

    [Fact]
    public void BetweenAnInterruptionAndTheResumption()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Fit(
            progress =>
            {
                if (progress.Sweep == 2)
                {
                    stop.Cancel();
                }
            },
            new FileJournal(_directory["journal"]),
            stop.Token));
        Write("z.npy", 2);
        var refused = Assert.Throws<InputException>(() => Fit(_ => { }, new FileJournal(_directory["journal"])));
        Assert.Contains($"{_directory["z.npy"]} is another raster, or has changed since then", refused.Message);
    }

    private void Fit(
        Action<FitProgress> onProgress, FileJournal? journal = null, CancellationToken cancellation = default)
    {
        using IRaster raster = RasterFactory.Open(_directory["z.npy"]);
        var run = new FitRun(FitCase.Tiled with { Components = 60, Tolerance = 0 }, _directory["out"], false)
        {
            Software = "test",
            Journal = journal,
        };
        run.Execute(raster, null, new Observer(onProgress), cancellation);
    }

    private void Write(string name, ulong seed) => SyntheticField.Generate(new SyntheticFieldOptions
    {
        Width = 200,
        Height = 160,
        Components = 60,
        Seed = seed,
    }).Write(new SyntheticFieldPaths(_directory[name]));

    private sealed class Observer(Action<FitProgress> onProgress) : IFitObserver
    {
        public void OnProgress(FitProgress progress) => onProgress(progress);

        public void OnMessage(string message)
        {
        }
    }
}
