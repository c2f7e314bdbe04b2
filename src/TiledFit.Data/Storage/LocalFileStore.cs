using TiledFit.Core;

namespace TiledFit.Data.Storage;

/// <summary>A directory on a disk.</summary>
internal sealed class LocalFileStore(string directory) : IFileStore
{
    /// <inheritdoc/>
    public string PathOf(string name) => Path.Combine(directory, name);

    /// <inheritdoc/>
    public void Probe()
    {
        string probe = Path.Combine(directory, $".probe-{Guid.NewGuid():N}");
        try
        {
            using var stream = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory} cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public long? LengthOf(string name) => new FileInfo(PathOf(name)) is { Exists: true } file ? file.Length : null;

    /// <inheritdoc/>
    public bool Holds(string name) => Path.Exists(PathOf(name));

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesFrom(string prefix)
    {
        string above = prefix[..(prefix.LastIndexOf('/') + 1)], parent = PathOf(above);
        return Directory.Exists(parent)
            ?
            [
                .. Directory.GetFiles(parent, prefix[above.Length..] + "*")
                    .Select(file => above + Path.GetFileName(file)),
            ]
            : [];
    }

    /// <inheritdoc/>
    public Stream OpenRead(string name) => File.OpenRead(PathOf(name));

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>On the same file system, so that taking it in is a rename.</summary>
    public string StagingPathOf(string name) => PathOf(name);

    /// <inheritdoc/>
    public void Take(string file, string name)
    {
        string path = PathOf(name);
        if (name.Contains('/'))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }

        File.Move(file, path, overwrite: true);
    }

    /// <summary>Nothing: what is to be taken in stands in the directory itself until it is.</summary>
    public void BeginReplacing()
    {
    }

    /// <summary>Nothing.</summary>
    public void EndReplacing()
    {
    }

    /// <summary>Renames are over in a moment.</summary>
    public bool IsHalfReplaced => false;
}
