using TiledFit.Core;

namespace TiledFit.Fuzz.Targets;

/// <summary>A parser that takes the name of a file.</summary>
internal abstract class FileTarget(string name) : IFuzzTarget
{
    public string Name => name;

    public abstract IReadOnlyList<byte[]> Corpus { get; }

    public virtual long FixedBytes => 4 << 20;

    public virtual long BytesPerByte => 256;

    public void Parse(byte[] input)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}-{name}");
        try
        {
            File.WriteAllBytes(path, input);
            ParseFile(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public bool IsDocumented(Exception exception) => exception is InputException;

    protected abstract void ParseFile(string path);

    protected static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
