using TiledFit.Core;

namespace TiledFit.Data.Storage;

/// <summary>
/// The files of one directory, on a disk or in an object store. Names are relative to it, with forward slashes. A file
/// is written somewhere on the disk first and then taken in as a whole.
/// </summary>
public interface IFileStore
{
    /// <summary>The name as a path that <see cref="FileStore.Split"/> leads back here.</summary>
    string PathOf(string name);

    /// <summary>Checks that files can be made here; leaves nothing behind.</summary>
    /// <exception cref="InputException">They cannot.</exception>
    void Probe();

    /// <summary>Length of a file in bytes; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    long? LengthOf(string name);

    /// <summary>True when there is a file of that name, or one below it.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    bool Holds(string name);

    /// <summary>
    /// The files whose names begin with these characters and have no slash after them; in any order.
    /// </summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    IReadOnlyList<string> NamesFrom(string prefix);

    /// <summary>Opens a file for reading; the stream can seek.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    Stream OpenRead(string name);

    /// <summary>Removes a file; one that is not there is no fault.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    void Delete(string name);

    /// <summary>A place on the disk for what is taken in later, a file or a directory; not made yet.</summary>
    string StagingPathOf(string name);

    /// <summary>Takes a file from the disk, where it is not afterwards; one that is here already is replaced.</summary>
    /// <param name="file">A complete file at, or below, a path of <see cref="StagingPathOf"/>.</param>
    /// <param name="name">The name it gets.</param>
    /// <exception cref="IOException">It cannot be taken in.</exception>
    void Take(string file, string name);

    /// <summary>
    /// Notes that files are about to be replaced one by one, so that what an interruption leaves is known as such.
    /// </summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    void BeginReplacing();

    /// <summary>All files are replaced.</summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    void EndReplacing();

    /// <summary>True when replacing files began here and did not come to its end.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    bool IsHalfReplaced { get; }
}
