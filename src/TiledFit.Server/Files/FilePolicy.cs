using System.Text.RegularExpressions;
using TiledFit.Data.Rasters;

namespace TiledFit.Server.Files;

/// <summary>Which files a job may read and where it may write.</summary>
internal sealed partial class FilePolicy
{
    private readonly DirectoryRoots _inputs, _outputs;
    private readonly string _state;

    public FilePolicy(ServerSettings settings)
    {
        _inputs = new DirectoryRoots("input", settings.InputRoots);
        _outputs = new DirectoryRoots("output", settings.OutputRoots);
        _state = RealPath.Of(Path.GetFullPath(settings.State));
        Drivers = settings.Drivers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>GDAL's drivers that may open an input: none of them follows what a file says to other files.</summary>
    public IReadOnlyList<string> Drivers { get; }

    /// <summary>What is wrong with the name of a raster, or null.</summary>
    public string? ProblemWithRaster(string name)
    {
        Match archive = Archive().Match(name);
        if (archive.Success)
        {
            return ProblemWithInput(archive.Groups["path"].Value);
        }

        return name.StartsWith("/vsi", StringComparison.OrdinalIgnoreCase)
            ? "is not allowed: of GDAL's virtual files only /vsizip/, /vsigzip/ and /vsitar/ with an absolute path "
                + "are, such as /vsizip//data/a.zip/b.tif, and no chains"
            : ProblemWithInput(name) ?? ProblemWithInput(RasterFactory.FileOf(name));
    }

    /// <summary>What is wrong with the path of an input, or null.</summary>
    public string? ProblemWithInput(string path) => _inputs.ProblemWith(path);

    /// <summary>What is wrong with the path of a result, or null.</summary>
    public string? ProblemWithOutput(string path)
    {
        if (_outputs.ProblemWith(path) is { } problem)
        {
            return problem;
        }

        string real = RealPath.Of(Path.TrimEndingDirectorySeparator(path));
        return real == _state || real.StartsWith(_state + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? "lies in the server's own state"
            : null;
    }

    /// <summary>One virtual file system, then an absolute path: GDAL takes /vsizip/a for a relative one.</summary>
    [GeneratedRegex("^/(vsizip|vsigzip|vsitar)/(?<path>/(?!vsi).*)$", RegexOptions.Singleline)]
    private static partial Regex Archive();
}
