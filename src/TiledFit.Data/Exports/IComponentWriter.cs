using TiledFit.Data.Results;

namespace TiledFit.Data.Exports;

/// <summary>
/// Writes components batch by batch. The file appears under its name by <see cref="Complete"/>; disposed without that,
/// it never was.
/// </summary>
internal interface IComponentWriter : IDisposable
{
    /// <summary>Writes rows after those that came before.</summary>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    void Write(ComponentRow[] rows);

    /// <summary>Closes the file and gives it its name, over one that is there already.</summary>
    /// <exception cref="Core.InputException">A file that has to stand beside it is there already.</exception>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    void Complete();
}
