using System.Runtime.InteropServices;

namespace TiledFit.Data.Fits;

/// <summary>An optional library of the system, where package managers put it.</summary>
/// <param name="Name">As its file is called, without "lib" and extension.</param>
/// <param name="Variable">The environment variable that names the file, where it is in no usual place.</param>
/// <param name="SoVersions">The shared object's versions on Linux that have what is used.</param>
/// <param name="Probe">A function that it must have.</param>
internal sealed record SystemLibrary(string Name, string Variable, IReadOnlyList<int> SoVersions, string Probe)
{
    /// <summary>Loads the library for the imports of its name.</summary>
    /// <returns>Whether it is there.</returns>
    public bool TryLoad()
    {
        string? file = Environment.GetEnvironmentVariable(Variable);
        foreach (string candidate in string.IsNullOrEmpty(file) ? Candidates() : [file])
        {
            if (NativeLibrary.TryLoad(candidate, out nint library) &&
                NativeLibrary.TryGetExport(library, Probe, out _))
            {
                NativeImports.Add(Name, library);
                return true;
            }
        }

        return false;
    }

    /// <summary>What to say where it is not there.</summary>
    /// <param name="packages">How it is installed.</param>
    public string Missing(string packages) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file
        ? $"{Variable} names {file}, which cannot be loaded"
        : $"lib{Name} is not installed: {packages}";

    private IEnumerable<string> Candidates()
    {
        string? conda = Environment.GetEnvironmentVariable("CONDA_PREFIX");
        if (OperatingSystem.IsWindows())
        {
            string dll = $"{Name}.dll";
            return conda is null ? [dll] : [Path.Combine(conda, "Library", "bin", dll), dll];
        }

        bool isMac = OperatingSystem.IsMacOS();
        string plain = isMac ? $"lib{Name}.dylib" : $"lib{Name}.so";
        // An active environment of conda goes first; Homebrew's directory on arm64 is unknown to the loader.
        string[] before = conda is null ? [] : [Path.Combine(conda, "lib", plain)];
        IEnumerable<string> after = isMac
            ? [$"/opt/homebrew/lib/{plain}", $"/usr/local/lib/{plain}"]
            : SoVersions.Select(version => $"{plain}.{version}");
        return [.. before, plain, .. after];
    }
}
