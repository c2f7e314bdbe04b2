using TiledFit.Data.Rasters;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Tests.Storage;

/// <summary>Places of a test's own: a directory, and one in GDAL's memory, which is like an object store.</summary>
internal sealed class StorePlaces : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _memory = $"/vsimem/{Guid.NewGuid():N}";

    public string Disk => _directory.Path;

    /// <summary>Skips the test where GDAL is not installed.</summary>
    public string Memory
    {
        get
        {
            Skip.If(Gdal.Version is null, "libgdal is not installed");
            return _memory;
        }
    }

    public string Of(bool isVirtual) => isVirtual ? Memory : Disk;

    public void Dispose()
    {
        _directory.Dispose();
        if (Gdal.Version is not null)
        {
            IFileStore store = FileStore.Of(_memory);
            store.NamesFrom("").ToList().ForEach(store.Delete);
        }
    }
}
