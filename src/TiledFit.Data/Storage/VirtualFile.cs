using TiledFit.Data.Rasters;

namespace TiledFit.Data.Storage;

/// <summary>
/// What is done with single files of GDAL's virtual file systems. GDAL remembers what it has seen of an object store;
/// here every look is a new one, as other machines write there, too.
/// </summary>
internal static unsafe class VirtualFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>
    /// What GDAL sends to any store in one request, however it is set. Longer blobs of Azure's it may append to bit by
    /// bit, in everybody's sight.
    /// </summary>
    private const long SingleRequestBytes = 1 << 20;

    /// <summary>True when there is such a file.</summary>
    /// <exception cref="IOException">It cannot be found out: no answer, no permission.</exception>
    public static bool Exists(string path)
    {
        Forget(path);
        using var errors = new VsiErrorScope();
        byte* stat = stackalloc byte[VsiNative.StatBytes];
        bool exists = VsiNative.VSIStatExL(path, stat, VsiNative.StatAll) == 0;
        return exists || errors.IsSilent
            ? exists
            : throw new IOException($"{path} cannot be looked up: {errors.Message}");
    }

    /// <summary>Opens a file for reading, with a buffer.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Stream OpenRead(string path) => new BufferedStream(new VirtualFileStream(path), 1 << 16);

    /// <summary>All of a small file; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? ReadAll(string path)
    {
        try
        {
            using var file = new VirtualFileStream(path);
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The files below a directory, by their names relative to it.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    public static IReadOnlyList<string> List(string directory)
    {
        // A listing that fails looks like an empty one; a look at a file does not.
        _ = Exists($"{directory}/.tiledfit");
        using var errors = new VsiErrorScope();
        nint list = VsiNative.VSIReadDirRecursive(directory);
        try
        {
            return [.. GdalStringList.Read(list).Where(name => !name.EndsWith('/') && name != ".")];
        }
        finally
        {
            GdalNative.CSLDestroy(list);
        }
    }

    /// <summary>Writes a file from one of the disk.</summary>
    /// <exception cref="IOException">It cannot be written; no part of it is there.</exception>
    public static void Write(string path, string file)
    {
        using FileStream content = File.OpenRead(file);
        Write(path, content);
    }

    /// <summary>Writes a small file.</summary>
    /// <exception cref="IOException">It cannot be written; no part of it is there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream(content.ToArray());
        Write(path, stream);
    }

    /// <summary>Removes a file, if there is one.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Delete(string path)
    {
        string reason;
        using (var errors = new VsiErrorScope())
        {
            if (VsiNative.VSIUnlink(path) == 0)
            {
                return;
            }

            reason = errors.Message;
        }

        if (Exists(path))
        {
            throw new IOException($"{path} cannot be deleted: {reason}");
        }
    }

    /// <summary>Drops what GDAL remembers of a file and the directory that lists it.</summary>
    public static void Forget(string path)
    {
        int end = path.LastIndexOf('/');
        // GDAL aborts on a name that is shorter than a file system's, such as /vsiaz.
        if (path.IndexOf('/', 1) is > 0 and var first)
        {
            VsiNative.VSICurlPartialClearCache(first < end ? path[..end] : path[..(end + 1)]);
        }
    }

    private static void Write(string path, Stream content)
    {
        try
        {
            Upload(path, content);
        }
        catch when (content.Position < content.Length || content.Length > SingleRequestBytes)
        {
            // Part of it may be there.
            using var errors = new VsiErrorScope();
            _ = VsiNative.VSIUnlink(path);
            throw;
        }
    }

    private static void Upload(string path, Stream content)
    {
        using var errors = new VsiErrorScope();
        nint file = VsiNative.VSIFOpenExL(path, "wb", 1);
        if (file == 0)
        {
            throw new IOException($"{path} cannot be written: {errors.Message}");
        }

        bool written = false, closed;
        try
        {
            written = Copy(content, file);
        }
        finally
        {
            // The object is complete, and an error known, when this returns.
            closed = GdalNative.VSIFCloseL(file) == 0;
        }

        if (!(written && closed))
        {
            throw new IOException($"{path} cannot be written: {errors.Message}");
        }
    }

    private static bool Copy(Stream content, nint file)
    {
        byte[] buffer = new byte[Math.Min(BufferBytes, content.Length)];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            fixed (byte* bytes = buffer)
            {
                if (VsiNative.VSIFWriteL(bytes, 1, (nuint)read, file) != (nuint)read)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
