using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TiledFit.Core.Model;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The nodes of a background's mesh in a journal: columns and rows, 32 bits each, then all levels, then the noise of
/// all, 64 bits each, little-endian.
/// </summary>
public static class MeshFormat
{
    private const string StateName = "mesh";
    private const int Header = 2 * sizeof(int);

    /// <summary>Keeps a mesh.</summary>
    public static void WriteMesh(this IJobJournal journal, BackgroundMesh mesh) =>
        journal.WriteState(StateName, () => Write(mesh));

    /// <summary>The mesh that is kept.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="grid">Where its nodes are.</param>
    /// <exception cref="InvalidDataException">There is none, or it has other nodes.</exception>
    public static BackgroundMesh ReadMesh(this IJobJournal journal, MeshGrid grid) => Read(
        journal.ReadState(StateName) ?? throw new InvalidDataException("the background's mesh is not stored."), grid);

    /// <summary>The bytes of a mesh.</summary>
    public static byte[] Write(BackgroundMesh mesh)
    {
        byte[] bytes = new byte[Header + 2 * mesh.Values.Length * sizeof(double)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, mesh.Grid.Columns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), mesh.Grid.Rows);
        Span<byte> numbers = bytes.AsSpan(Header);
        MemoryMarshal.AsBytes(mesh.Values).CopyTo(numbers);
        MemoryMarshal.AsBytes(mesh.Noise).CopyTo(numbers[(numbers.Length / 2)..]);
        return bytes;
    }

    /// <summary>The mesh of bytes.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="grid">Where the nodes are.</param>
    /// <exception cref="InvalidDataException">They are something else.</exception>
    public static BackgroundMesh Read(ReadOnlySpan<byte> bytes, MeshGrid grid)
    {
        if (bytes.Length != Header + 2 * grid.Count * sizeof(double)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes) != grid.Columns
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]) != grid.Rows)
        {
            throw new InvalidDataException($"a stored mesh has not {grid.Columns} × {grid.Rows} nodes.");
        }

        ReadOnlySpan<double> numbers = MemoryMarshal.Cast<byte, double>(bytes[Header..]);
        int count = numbers.Length / 2;
        try
        {
            return new BackgroundMesh(grid, numbers[..count].ToArray(), numbers[count..].ToArray());
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"a stored mesh cannot be read: {e.Message}", e);
        }
    }
}
