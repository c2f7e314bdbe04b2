using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;
using TiledFit.Data.Tests.Storage;

namespace TiledFit.Data.Tests.Results;

/// <summary>Results in GDAL's virtual file systems.</summary>
public sealed class VirtualResultTests : IDisposable
{
    private const string Part = "components/part-00000.parquet", Mark = ".tiledfit-replacing";

    private readonly StorePlaces _places = new();

    public void Dispose() => _places.Dispose();

    [SkippableFact]
    public void AResultIsTheSameAsOnADisk()
    {
        ComponentRow[] rows = ResultSamples.Components(5000);
        string there = $"{_places.Memory}/out", here = Path.Combine(_places.Disk, "out");
        ResultWriter.Write(there, ResultSamples.Content(rows), overwrite: false, default);
        ResultWriter.Write(here, ResultSamples.Content(rows), overwrite: false, default);

        IFileStore store = FileStore.Of(there);
        string[] names = NamesIn(store);
        Assert.Equal([Part, "manifest.json", "preview.png", "sweeps.parquet", "tiles.parquet"], names);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(here, name)), Bytes(store, name)));
        Assert.Equal(ResultReader.Open(here).ReadComponents(), ResultReader.Open(there).ReadComponents());
        Assert.Equal(
            ComponentCatalog.Read(Path.Combine(here, Part)), ComponentCatalog.Read(store.PathOf(Part)));
    }

    [SkippableFact]
    public void AnOldResultIsReplacedOnlyWhereThatIsAllowed()
    {
        string place = $"{_places.Memory}/out";
        ResultWriter.Write(place, ResultSamples.Content(ResultSamples.Components(9)), overwrite: false, default);
        FileStore.WriteText($"{place}/components/part-00001.parquet", "of another tiling");
        FileStore.WriteText($"{place}/notes.txt", "not ours");
        InputException e = Assert.Throws<InputException>(() => ResultDirectory.Prepare(place, overwrite: false));
        Assert.Equal($"{place} already holds a result; add --overwrite to replace it", e.Message);

        ResultWriter.Write(place, ResultSamples.Content(ResultSamples.Components(7)), overwrite: true, default);
        Assert.Equal(7, ResultReader.Open(place).ReadComponents().Count());
        Assert.Equal(
            [Part, "manifest.json", "notes.txt", "preview.png", "sweeps.parquet", "tiles.parquet"],
            NamesIn(FileStore.Of(place)));
    }

    [SkippableFact]
    public void AnUploadThatFailsLeavesNoManifestAndCanBeRepeated()
    {
        // Files of more than 60,000 bytes do not fit.
        string place = $"{_places.Memory}/||maxlength=60000||";
        ResultWriter.Write(place, ResultSamples.Content(ResultSamples.Components(9)), overwrite: false, default);
        ResultContent large = ResultSamples.Content(ResultSamples.Components(5000));
        Assert.Throws<IOException>(() => ResultWriter.Write(place, large, overwrite: true, default));

        IFileStore store = FileStore.Of(place);
        Assert.Null(store.LengthOf("manifest.json"));
        Assert.NotNull(store.LengthOf(Mark));
        ResultWriter.Write(place, ResultSamples.Content(ResultSamples.Components(7)), overwrite: false, default);
        Assert.Equal(7, ResultReader.Open(place).ReadComponents().Count());
        Assert.Null(store.LengthOf(Mark));
    }

    [SkippableFact]
    public void AFitWritesUnderItsOwnClaim()
    {
        string place = $"{_places.Memory}/out", claim = $"{place}/.tiledfit-claim";
        ResultContent content = ResultSamples.Content(ResultSamples.Components(9));
        using (OutputClaim.ForFit($"{place}/"))
        {
            ResultWriter.Write(place, content, overwrite: false, default);
            Assert.True(FileStore.Of(place).Holds(".tiledfit-claim"));
            FileStore.WriteText(claim, "another's");
            IOException e = Assert.Throws<IOException>(
                () => ResultWriter.Write(place, content, overwrite: true, default));
            Assert.StartsWith($"{claim} is another run's now", e.Message);
        }

        Assert.Equal(9, ResultReader.Open(place).ReadComponents().Count());
        Assert.Equal("another's"u8, Bytes(FileStore.Of(place), ".tiledfit-claim"));
    }

    [SkippableFact]
    public void WhatIsNotOursIsNotReplaced()
    {
        FileStore.WriteText($"{_places.Memory}/out/components/a.txt", "");
        InputException e = Assert.Throws<InputException>(
            () => ResultDirectory.Prepare($"{_places.Memory}/out", overwrite: true));
        Assert.Contains("holds components but no manifest.json", e.Message);
    }

    [SkippableFact]
    public void ADamagedResultIsRefused()
    {
        string place = $"{_places.Memory}/out";
        InputException none = Assert.Throws<InputException>(() => ResultReader.Open(place));
        Assert.Equal(
            $"{place} holds no result: it has no manifest.json, which a finished fit writes last", none.Message);
        ResultWriter.Write(place, ResultSamples.Content(ResultSamples.Components(9)), overwrite: false, default);
        FileStore.WriteText($"{place}/tiles.parquet", "short");
        Assert.Contains(
            $"{place}/tiles.parquet has 5 bytes where the manifest says",
            Assert.Throws<InputException>(() => ResultReader.Open(place)).Message);
        FileStore.Of(place).Delete("tiles.parquet");
        Assert.Equal(
            $"{place}: the result's file 'tiles.parquet' is missing",
            Assert.Throws<InputException>(() => ResultReader.Open(place)).Message);
    }

    [SkippableTheory]
    [InlineData(".npy")]
    [InlineData(".tif")]
    public void ARasterIsReadByManyThreads(string extension)
    {
        string path = $"{_places.Memory}/z{extension}";
        using (IRasterWriter writer = RasterWriterFactory.Create(path, 40, 30))
        {
            writer.Write(
                new PixelRectangle(0, 0, 40, 30), [.. Enumerable.Range(0, 1200).Select(i => (double)i)]);
            writer.Complete();
        }

        using IRaster raster = RasterFactory.Open(path);
        Parallel.For(0, 200, i =>
        {
            double[] values = new double[6];
            raster.Read(new PixelRectangle(i % 38, i % 28, 2, 3), values);
            int first = i % 28 * 40 + i % 38;
            Assert.Equal([first, first + 1, first + 40, first + 41, first + 80, first + 81], values);
        });
        Assert.Equal(raster.Fingerprint, raster.ComputeFingerprint());
    }

    [SkippableFact]
    public void AnArchiveIsNotReadNativelyWhereTheDriversAreChosen()
    {
        string path = $"{_places.Memory}/z.npy";
        FileStore.WriteText(path, "no array");
        InputException e = Assert.Throws<InputException>(
            () => RasterFactory.Open(path, new RasterOpenOptions { Drivers = ["GTiff"] }));
        Assert.Contains("cannot be opened as one of GTiff", e.Message);
    }

    private static string[] NamesIn(IFileStore store) =>
        [.. store.NamesFrom("components/").Concat(store.NamesFrom("")).Order()];

    private static byte[] Bytes(IFileStore store, string name)
    {
        using Stream stream = store.OpenRead(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
