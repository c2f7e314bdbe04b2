using Microsoft.Win32.SafeHandles;

namespace TiledFit.Data.Storage;

/// <summary>A file on a disk, read by positioned reads: threads share nothing but the handle.</summary>
internal sealed class LocalRandomAccessFile(string path) : IRandomAccessFile
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, options: FileOptions.RandomAccess);

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_file);

    /// <inheritdoc/>
    public int Read(Span<byte> bytes, long offset) => RandomAccess.Read(_file, bytes, offset);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
