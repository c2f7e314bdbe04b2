namespace TiledFit.Fuzz.Targets;

/// <summary>A parser of what this program stored itself.</summary>
internal abstract class StoredTarget(string name) : IFuzzTarget
{
    public string Name => name;

    public abstract IReadOnlyList<byte[]> Corpus { get; }

    public virtual long FixedBytes => 1 << 20;

    public virtual long BytesPerByte => 64;

    public abstract void Parse(byte[] input);

    public bool IsDocumented(Exception exception) => exception is InvalidDataException;
}
