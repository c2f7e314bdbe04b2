using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Tests;

public sealed class LostReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task AJobWhoseReaderDiesFailsAndAnotherGoesOn()
    {
        Skip.If(Gdal.Version is null, "libgdal is not installed");
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { ConcurrentJobs = 2 });
        JobStatus lost = await SubmitAsync(server, "lost"), other = await SubmitAsync(server, "other");
        await server.WaitAsync(lost.Id, job => job.Progress?.Sweep > 1);
        other = await server.WaitAsync(other.Id, job => job.Progress?.Sweep > 1);

        string raster = lost.Description.Input;
        foreach (int reader in ReaderProcesses.Of(raster))
        {
            ReaderProcesses.Signal(reader, "KILL");
        }

        lost = await server.EndAsync(lost.Id);
        Assert.Equal((JobState.Failed, FailureCause.Input), (lost.State, lost.Cause));
        Assert.Matches(
            @"^.*/lost\.tif: reading rows \d+ to \d+ was cut off: something killed the reader \(signal 9\): the machine may .*$",
            lost.Reason);
        ReaderProcesses.AwaitNone(raster);

        await server.WaitAsync(other.Id, job => job.Progress?.Sweep > other.Progress!.Sweep + 1);
        await server.Http.PostAsync($"/v1/jobs/{other.Id}/cancel", null);
        await server.EndAsync(other.Id);
        ReaderProcesses.AwaitNone(other.Description.Input);
    }

    /// <summary>A job that runs until it is stopped, on a GeoTIFF of its own.</summary>
    private async Task<JobStatus> SubmitAsync(TestServer server, string name)
    {
        JobDescription job = server.Endless(name);
        string tif = _directory[$"data/{name}.tif"];
        using (IRaster npy = RasterFactory.Open(job.Input))
        using (IRasterWriter writer = RasterWriterFactory.Create(tif, npy.Info.Width, npy.Info.Height))
        {
            var whole = new PixelRectangle(0, 0, npy.Info.Width, npy.Info.Height);
            double[] values = new double[whole.Area];
            npy.Read(whole, values);
            writer.Write(whole, values);
            writer.Complete();
        }

        return await server.SubmitAsync(job with { Input = tif });
    }
}
