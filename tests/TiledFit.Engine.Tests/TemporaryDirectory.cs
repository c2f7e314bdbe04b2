namespace TiledFit.Engine.Tests;

/// <summary>A directory of a test's own, removed with what is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tiledfit-");

    public string this[string name] => Path.Combine(_directory.FullName, name);

    public string[] Names =>
        [.. _directory.EnumerateFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal)];

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
