namespace TiledFit.Cli.Tests;

/// <summary>A directory that goes with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("tiledfit").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Names of what it holds, sorted.</summary>
    public string[] Content => Directory.GetFileSystemEntries(_path).Select(e => Path.GetFileName(e)!).Order().ToArray();

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
