namespace TiledFit.Data.Storage;

/// <summary>A file that any number of threads read at once, each where it likes.</summary>
internal interface IRandomAccessFile : IDisposable
{
    /// <summary>In bytes.</summary>
    long Length { get; }

    /// <summary>Reads some bytes from a place on; none at the end of the file.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    int Read(Span<byte> bytes, long offset);
}
