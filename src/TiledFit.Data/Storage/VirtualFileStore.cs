using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Storage;

/// <summary>
/// A place in one of GDAL's virtual file systems. There are no directories, no renames and no locks in an object store:
/// an object's name is all of its path, and it is replaced by a new one.
/// </summary>
internal sealed class VirtualFileStore : IFileStore
{
    private const string ReplacingName = ".tiledfit-replacing";

    // Archives and addresses are read only.
    private static readonly string[] Writable =
        ["/vsis3/", "/vsigs/", "/vsiaz/", "/vsiadls/", "/vsioss/", "/vsiswift/", "/vsihdfs/", "/vsiwebhdfs/", "/vsimem/"];

    private readonly string _directory;

    /// <exception cref="InputException">GDAL is not installed, or the name ends with the file system's.</exception>
    public VirtualFileStore(string directory)
    {
        Gdal.Require(directory);
        _directory = directory.TrimEnd('/');
        if (_directory.LastIndexOf('/') <= 0)
        {
            throw new InputException($"{directory} names no place: a bucket or container has to follow");
        }
    }

    /// <inheritdoc/>
    public string PathOf(string name) => $"{_directory}/{name}";

    /// <inheritdoc/>
    public void Probe()
    {
        if (!Writable.Any(place => _directory.StartsWith(place, StringComparison.Ordinal)))
        {
            throw new InputException(
                $"{_directory} cannot take a result: it goes to a disk, or below one of {string.Join(", ", Writable)}");
        }

        string probe = PathOf(".tiledfit-probe");
        try
        {
            VirtualFile.Write(probe, "TiledFit tries whether it may write here.\n"u8);
            VirtualFile.Delete(probe);
        }
        catch (IOException e)
        {
            throw new InputException(
                $"{e.Message}; is the bucket or container there, and do the credentials allow to read, write and "
                + "delete?", e);
        }
    }

    /// <inheritdoc/>
    public long? LengthOf(string name)
    {
        if (!VirtualFile.Exists(PathOf(name)))
        {
            return null;
        }

        using var file = new VirtualFileStream(PathOf(name));
        return file.Length;
    }

    /// <inheritdoc/>
    public bool Holds(string name) => VirtualFile.Exists(PathOf(name)) || VirtualFile.List(PathOf(name)).Count > 0;

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesFrom(string prefix)
    {
        string above = prefix[..(prefix.LastIndexOf('/') + 1)];
        return
        [
            .. VirtualFile.List(PathOf(above).TrimEnd('/')).Where(name => !name.Contains('/'))
                .Select(name => above + name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)),
        ];
    }

    /// <inheritdoc/>
    public Stream OpenRead(string name) => VirtualFile.OpenRead(PathOf(name));

    /// <inheritdoc/>
    public void Delete(string name) => VirtualFile.Delete(PathOf(name));

    /// <summary>Among the system's temporary files.</summary>
    public string StagingPathOf(string name) =>
        Path.Combine(Path.GetTempPath(), $"tiledfit-{Path.GetRandomFileName()}-{Path.GetFileName(name)}");

    /// <inheritdoc/>
    public void Take(string file, string name)
    {
        VirtualFile.Write(PathOf(name), file);
        File.Delete(file);
    }

    /// <inheritdoc/>
    public void BeginReplacing() =>
        VirtualFile.Write(PathOf(ReplacingName), "A result is being put here; once it is complete this goes.\n"u8);

    /// <inheritdoc/>
    public void EndReplacing() => Delete(ReplacingName);

    /// <inheritdoc/>
    public bool IsHalfReplaced => VirtualFile.Exists(PathOf(ReplacingName));
}
