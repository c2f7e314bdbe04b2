using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TiledFit.Data.Rasters;

/// <summary>Finds the system's libgdal.</summary>
internal static partial class GdalLibrary
{
    /// <summary>Names the library's file, where it is not in a usual place.</summary>
    public const string Variable = "TILEDFIT_GDAL";

    /// <summary>The shared object's versions on Linux that have what is used here: GDAL 3.2 is 28, 3.6 is 32.</summary>
    private const int OldestSoVersion = 28, NewestSoVersion = 38;

    /// <summary>Loads the library.</summary>
    /// <param name="file">The one file to try, or null to search.</param>
    /// <returns>Its handle, 0 when there is none.</returns>
    public static nint Load(string? file)
    {
        foreach (string name in string.IsNullOrEmpty(file) ? Candidates() : [file])
        {
            if (NativeLibrary.TryLoad(name, out nint library) &&
                NativeLibrary.TryGetExport(library, "GDALOpenEx", out _))
            {
                return library;
            }
        }

        return 0;
    }

    private static IEnumerable<string> Candidates()
    {
        string? conda = Environment.GetEnvironmentVariable("CONDA_PREFIX");
        if (OperatingSystem.IsWindows())
        {
            return WindowsFiles(conda);
        }

        string[] names = OperatingSystem.IsMacOS() ? ["libgdal.dylib"] : [.. LinuxNames()];
        // Conda and Homebrew install where the loader does not look by itself; an active environment goes first.
        string[] before = conda is null ? [] : [Path.Combine(conda, "lib", names[0])];
        string[] after = OperatingSystem.IsMacOS()
            ? ["/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib"]
            : [];
        return [.. before, .. names, .. after];
    }

    private static IEnumerable<string> LinuxNames()
    {
        yield return "libgdal.so";
        for (int version = NewestSoVersion; version >= OldestSoVersion; version--)
        {
            yield return $"libgdal.so.{version}";
        }
    }

    /// <summary>gdal.dll of conda, or OSGeo4W's with its version (gdal312.dll), in the directories of PATH.</summary>
    private static IEnumerable<string> WindowsFiles(string? conda)
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] directories = conda is null ? path : [Path.Combine(conda, "Library", "bin"), .. path];
        return directories.Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "gdal*.dll"))
            .Where(file => WindowsName().IsMatch(Path.GetFileName(file)));
    }

    [GeneratedRegex(@"^gdal[-_0-9]*\.dll$", RegexOptions.IgnoreCase)]
    private static partial Regex WindowsName();
}
