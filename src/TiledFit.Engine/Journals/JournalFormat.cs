using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// Components, snapshots and results of steps as bytes: records without padding, little endian, every number bit for
/// bit. The bytes alone say neither what they are nor whether they are whole; <see cref="JournalFrame"/> adds that.
/// <code>
/// components  64 bytes each
/// snapshot    tile, sweep, n, m (int32) · n components · m departures
/// step        128 bytes · updated components with their owners · added components · removed identities (int64)
/// </code>
/// </summary>
public static class JournalFormat
{
    static JournalFormat()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("journals are written in the memory's order, little endian.");
        }
    }

    /// <summary>Writes components, 64 bytes each.</summary>
    public static byte[] Write(IReadOnlyList<Component> components)
    {
        byte[] bytes = Allocate(0, components.Count, 0);
        var writer = new RecordWriter(bytes);
        WriteComponents(ref writer, components);
        return bytes;
    }

    /// <summary>Writes a snapshot.</summary>
    public static byte[] Write(TileSnapshot snapshot)
    {
        byte[] bytes = Allocate(
            Unsafe.SizeOf<SnapshotRecord>(), snapshot.Components.Count + snapshot.Departures.Count, 0);
        var writer = new RecordWriter(bytes);
        writer.Write(new SnapshotRecord(snapshot));
        WriteComponents(ref writer, snapshot.Components);
        WriteComponents(ref writer, snapshot.Departures);
        return bytes;
    }

    /// <summary>Writes the result of a step.</summary>
    public static byte[] Write(TileStepResult step)
    {
        byte[] bytes = Allocate(
            Unsafe.SizeOf<StepRecord>(), step.Updated.Count + step.Added.Count, step.Removed.Count);
        var writer = new RecordWriter(bytes);
        writer.Write(new StepRecord(step));
        foreach ((int owner, Component component) in step.Updated)
        {
            writer.Write(new ComponentRecord(component, owner));
        }

        WriteComponents(ref writer, step.Added);
        foreach (long id in step.Removed)
        {
            writer.Write(id);
        }

        return bytes;
    }

    /// <summary>Reads components.</summary>
    /// <exception cref="InvalidDataException">The last one is cut short.</exception>
    public static Component[] ReadComponents(ReadOnlySpan<byte> bytes) =>
        ComponentsOf(new RecordReader(bytes).ReadAll<ComponentRecord>());

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of a snapshot.</exception>
    public static TileSnapshot ReadSnapshot(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var snapshot = reader.Read<SnapshotRecord>();
        ComponentRecord[] components = reader.Read<ComponentRecord>(snapshot.ComponentCount);
        ComponentRecord[] departures = reader.Read<ComponentRecord>(snapshot.DepartureCount);
        reader.End();
        return new TileSnapshot(
            snapshot.Tile, snapshot.Sweep, ComponentsOf(components), ComponentsOf(departures));
    }

    /// <summary>Reads the result of a step.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of a step's result.</exception>
    public static TileStepResult ReadStep(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var step = reader.Read<StepRecord>();
        ComponentRecord[] updated = reader.Read<ComponentRecord>(step.UpdatedCount);
        ComponentRecord[] added = reader.Read<ComponentRecord>(step.AddedCount);
        long[] removed = reader.Read<long>(step.RemovedCount);
        reader.End();
        return new TileStepResult(
            step.Tile, step.Sweep, Array.ConvertAll(updated, record => (record.Owner, record.Component)), removed,
            ComponentsOf(added), step.State, step.Statistics)
        {
            Repeats = step.Repeats,
        };
    }

    private static byte[] Allocate(int header, int components, int identities) =>
        new byte[checked(header + components * Unsafe.SizeOf<ComponentRecord>() + identities * sizeof(long))];

    private static void WriteComponents(ref RecordWriter writer, IReadOnlyList<Component> components)
    {
        foreach (Component component in components)
        {
            writer.Write(new ComponentRecord(component));
        }
    }

    private static Component[] ComponentsOf(ComponentRecord[] records) =>
        Array.ConvertAll(records, record => record.Component);
}
