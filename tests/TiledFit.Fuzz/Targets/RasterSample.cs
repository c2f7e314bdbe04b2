namespace TiledFit.Fuzz.Targets;

/// <summary>Valid files of a format, in a directory that lasts as long as the process.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Extension">Of a file's name.</param>
/// <param name="Files">Their contents.</param>
internal sealed record RasterSample(string Name, string Extension, IReadOnlyList<byte[]> Files)
{
    /// <summary>Where they are.</summary>
    public static string Directory { get; } = MakeDirectory();

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Directory, $"{Name}-{name}.{Extension}");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string MakeDirectory()
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.Directory.Delete(directory, recursive: true);
        return directory;
    }
}
