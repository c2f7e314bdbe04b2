using System.Numerics;
using Microsoft.Win32.SafeHandles;
using TiledFit.Data.Storage;

namespace TiledFit.Engine.Memory;

/// <summary>
/// Bytes that are needed now and then, in a file that goes when it is closed. Room that was released is used again, so
/// the file stays near the size of what it holds. Safe to use from several threads.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    private const int SmallestRoom = 512;

    private readonly SafeFileHandle _file;
    private readonly Stack<long>[] _free = [.. Enumerable.Range(0, 32).Select(_ => new Stack<long>())];
    private readonly List<ScratchSlot> _waiting = [];
    private readonly Lock _lock = new();
    private long _end;
    private int _holds;

    /// <summary>An empty file.</summary>
    /// <param name="directory">The result's directory, made if it does not exist; for a place in an object store the file
    /// is on the disk.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public ScratchFile(string directory)
    {
        _file = Create(directory);
    }

    /// <summary>A stream on a scratch file of its own.</summary>
    /// <param name="directory">As for the constructor.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static Stream CreateStream(string directory) =>
        new FileStream(Create(directory), FileAccess.ReadWrite, 1 << 16);

    /// <summary>Stores bytes.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public ScratchSlot Write(ReadOnlySpan<byte> bytes)
    {
        long offset = Allocate(bytes.Length);
        RandomAccess.Write(_file, bytes, offset);
        return new ScratchSlot(offset, bytes.Length);
    }

    /// <summary>Reads what was stored and not released.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public byte[] Read(ScratchSlot slot)
    {
        byte[] bytes = new byte[slot.Length];
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(_file, bytes.AsSpan(done), slot.Offset + done);
            done += read > 0 ? read : throw new IOException("the scratch file has become shorter");
        }

        return bytes;
    }

    /// <summary>What was stored is needed no more, but by those who have hold of the file.</summary>
    public void Release(ScratchSlot slot)
    {
        lock (_lock)
        {
            if (_holds > 0)
            {
                _waiting.Add(slot);
            }
            else
            {
                _free[ClassOf(slot.Length)].Push(slot.Offset);
            }
        }
    }

    /// <summary>Until <see cref="LetGo"/>, nothing that is stored now is written over.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _holds++;
        }
    }

    /// <summary>Ends a <see cref="Hold"/>.</summary>
    public void LetGo()
    {
        lock (_lock)
        {
            if (--_holds == 0)
            {
                _waiting.ForEach(slot => _free[ClassOf(slot.Length)].Push(slot.Offset));
                _waiting.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Create(string directory)
    {
        string path = FileStore.Of(directory).StagingPathOf($".tiledfit-scratch-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // Closing is not for a process that is killed; a file without a name goes with whoever has it open.
            File.Delete(path);
        }

        return file;
    }

    private static int ClassOf(int length) =>
        BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, SmallestRoom)));

    private long Allocate(int length)
    {
        int roomClass = ClassOf(length);
        lock (_lock)
        {
            if (_free[roomClass].TryPop(out long offset))
            {
                return offset;
            }

            offset = _end;
            _end += 1L << roomClass;
            return offset;
        }
    }
}
