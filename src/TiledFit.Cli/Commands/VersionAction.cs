using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TiledFit.Cli.Reports;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Cli.Commands;

/// <summary>Says what this build has and found.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
#if HasOrleans
    private const string Hosts = "local, server, cluster of Orleans silos";
#else
    private const string Hosts = "local, server; no cluster: Microsoft.Orleans was not on the package feed";
#endif

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(Software.NameAndVersion);
        new FactSheet()
            .Add("Parquet", ParquetCodec.Default.Name)
            .Add("GDAL", Gdal.Version ?? "not found: .npy rasters only")
            .Add("cfitsio", Cfitsio.Version ?? "not found: FITS images only as far as GDAL reads them")
            .Add("wcslib", WcsLib.Version ?? "not found: no places on the sky")
            .Add("Hosts", Hosts)
            .Add("Vectors", VectorWidth())
            .Add(".NET", $"{Environment.Version}, {RuntimeInformation.RuntimeIdentifier}")
            .Write(output);
        return ExitCode.Done;
    }

    private static string VectorWidth()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128 : 0;
        return bits == 0 ? "none" : $"{bits} bits";
    }
}
