using System.Security.Cryptography;
using System.Text;
using TiledFit.Data.Storage;
using TiledFit.Engine.Memory;

namespace TiledFit.Engine.Journals;

/// <summary>
/// A journal's contents in one file, little endian:
/// <code>
/// magic "TFCHECKP" · version (int32) · number of the checkpoint (int64)
/// count · (tile, sweep, length, bytes)…            components of tiles
/// count · (tile, sweep, length, bytes)…            results of steps
/// count · (tile, sweep, times)…                    steps begun
/// count · (length, name in UTF-8, length, bytes)…  named states
/// SHA-256 of all that comes before it
/// </code>
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 1;

    private static readonly ulong Magic = BitConverter.ToUInt64("TFCHECKP"u8);

    /// <summary>Writes a checkpoint; it is there as a whole when it gets its name.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static void Write(string path, long number, JournalContents contents)
    {
        (IFileStore store, string name) = FileStore.Split(path);
        string temporary = store.StagingPathOf($"{name}.tmp");
        try
        {
            WriteDurably(temporary, number, contents);
            store.Take(temporary, name);
        }
        catch
        {
            // A full disk needs the room.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads a checkpoint, checked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scratch">Where the components go, or null to keep them in memory.</param>
    /// <returns>Its number and contents.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or no checkpoint.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static (long Number, JournalContents Contents) Read(string path, ScratchFile? scratch = null)
    {
        (IFileStore store, string name) = FileStore.Split(path);
        using Stream file = store.OpenRead(name);
        long length = CheckedLength(file);
        file.Position = 0;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            return Read(reader, length, scratch);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("it ends within a record", e);
        }
    }

    private static void WriteDurably(string path, long number, JournalContents contents)
    {
        using FileStream file = File.Create(path);
        using var digest = SHA256.Create();
        using (var hashing = new CryptoStream(file, digest, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashing, Encoding.UTF8))
        {
            Write(writer, number, contents);
        }

        file.Write(digest.Hash);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Length of what the digest at the end of the file is of.</summary>
    private static long CheckedLength(Stream file)
    {
        long length = file.Length - SHA256.HashSizeInBytes;
        if (length < sizeof(ulong))
        {
            throw new InvalidDataException($"it ends after {file.Length} bytes");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (long rest = length; rest > 0;)
        {
            int read = file.Read(buffer, 0, (int)Math.Min(rest, buffer.Length));
            if (read == 0)
            {
                throw new InvalidDataException("it became shorter while it was read");
            }

            hash.AppendData(buffer, 0, read);
            rest -= read;
        }

        var digest = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(digest);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(digest)
            ? length
            : throw new InvalidDataException("it is damaged: its checksum does not match");
    }

    private static void Write(BinaryWriter writer, long number, JournalContents contents)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(number);
        Write(writer, contents.Tiles);
        Write(writer, contents.Steps);
        writer.Write(contents.Begun.Count);
        foreach ((int tile, (int sweep, int times)) in contents.Begun)
        {
            writer.Write(tile);
            writer.Write(sweep);
            writer.Write(times);
        }

        writer.Write(contents.States.Count);
        foreach ((string name, Func<byte[]> state) in contents.States)
        {
            Write(writer, Encoding.UTF8.GetBytes(name));
            Write(writer, state());
        }
    }

    private static void Write(BinaryWriter writer, Dictionary<int, JournalEntry> entries)
    {
        writer.Write(entries.Count);
        foreach ((int tile, JournalEntry entry) in entries)
        {
            writer.Write(tile);
            writer.Write(entry.Sweep);
            Write(writer, entry.Bytes());
        }
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static (long Number, JournalContents Contents) Read(
        BinaryReader reader, long length, ScratchFile? scratch)
    {
        if (reader.ReadUInt64() != Magic)
        {
            throw new InvalidDataException("it is no checkpoint");
        }

        if (reader.ReadInt32() is var version && version != Version)
        {
            throw new InvalidDataException($"it has format version {version}; this program reads {Version}");
        }

        long number = reader.ReadInt64();
        var contents = new JournalContents();
        ReadEntries(reader, length, contents.Tiles, scratch);
        ReadEntries(reader, length, contents.Steps, scratch);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            contents.Begun[reader.ReadInt32()] = (reader.ReadInt32(), reader.ReadInt32());
        }

        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            string name = Encoding.UTF8.GetString(ReadBytes(reader, length));
            byte[] state = ReadBytes(reader, length);
            contents.States[name] = () => state;
        }

        return reader.BaseStream.Position == length
            ? (number, contents)
            : throw new InvalidDataException($"{length - reader.BaseStream.Position} bytes follow the last record");
    }

    private static void ReadEntries(
        BinaryReader reader, long length, Dictionary<int, JournalEntry> entries, ScratchFile? scratch)
    {
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            (int tile, int sweep, byte[] bytes) = (reader.ReadInt32(), reader.ReadInt32(), ReadBytes(reader, length));
            entries[tile] = scratch is null
                ? new JournalEntry(sweep, null, () => bytes)
                : JournalEntry.In(scratch, sweep, bytes);
        }
    }

    /// <summary>Bytes after their number, which cannot be more than are left.</summary>
    private static byte[] ReadBytes(BinaryReader reader, long length)
    {
        int count = reader.ReadInt32();
        return count >= 0 && count <= length - reader.BaseStream.Position
            ? reader.ReadBytes(count)
            : throw new InvalidDataException($"{count} bytes are announced, and fewer are there");
    }
}
