using System.Globalization;
using System.Runtime.InteropServices;
using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>The system's GDAL, loaded at first use.</summary>
public static class Gdal
{
    private const long DefaultCacheBytes = 64L << 20;

    /// <summary>3.2.0 in GDAL's numbers; older ones are not sought by <see cref="GdalLibrary"/> either.</summary>
    private const int OldestNumber = 3020000;

    private static readonly Lazy<string?> LoadedVersion = new(Load);

    private static long _cacheBytes = DefaultCacheBytes;

    /// <summary>Such as "3.6.2"; null when GDAL is not installed.</summary>
    public static string? Version => LoadedVersion.Value;

    /// <summary>
    /// What GDAL may keep of decoded blocks, in bytes, for all rasters together: 64 MiB unless set.
    /// </summary>
    public static long CacheBytes
    {
        get => _cacheBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _cacheBytes = value;
            if (Version is not null)
            {
                GdalNative.GDALSetCacheMax64(value);
            }
        }
    }

    /// <summary>Makes sure that GDAL can be called.</summary>
    /// <param name="path">What it is needed for.</param>
    /// <exception cref="InputException">It is not installed, or too old.</exception>
    internal static void Require(string path)
    {
        if (Version is null)
        {
            throw new InputException($"{path}: {Missing(Environment.GetEnvironmentVariable(GdalLibrary.Variable))}");
        }

        if (int.Parse(VersionInfo("VERSION_NUM"), CultureInfo.InvariantCulture) < OldestNumber)
        {
            throw new InputException($"{path}: needs GDAL 3.2 or later; the one installed is {Version}");
        }
    }

    /// <summary>
    /// Takes all other drivers out of this process, for good. GDAL opens files beside a raster (a mask, overviews) by
    /// whatever driver they are for, and a driver such as VRT goes on to what they name.
    /// </summary>
    /// <param name="drivers">Their short names.</param>
    internal static void KeepOnly(IReadOnlyList<string> drivers)
    {
        if (Version is null)
        {
            return;
        }

        for (int i = GdalNative.GDALGetDriverCount() - 1; i >= 0; i--)
        {
            nint driver = GdalNative.GDALGetDriver(i);
            string name = Marshal.PtrToStringUTF8(GdalNative.GDALGetDriverShortName(driver))!;
            if (!drivers.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                GdalNative.GDALDeregisterDriver(driver);
            }
        }
    }

    /// <summary>What to do where there is no GDAL.</summary>
    internal static string Missing(string? file) => string.IsNullOrEmpty(file)
        ? "needs GDAL, which is not installed: apt-get install libgdal32 (Debian 12; elsewhere libgdal-dev), " +
          "conda install -c conda-forge libgdal, or brew install gdal; .npy files need none"
        : $"needs GDAL, and {GdalLibrary.Variable} names {file}, which cannot be loaded";

    private static string? Load()
    {
        nint library = GdalLibrary.Load(Environment.GetEnvironmentVariable(GdalLibrary.Variable));
        if (library == 0)
        {
            return null;
        }

        NativeImports.Add(GdalNative.Library, library);
        using var errors = new GdalErrorScope();
        GdalNative.GDALAllRegister();
        GdalNative.GDALSetCacheMax64(_cacheBytes);
        return VersionInfo("RELEASE_NAME");
    }

    private static string VersionInfo(string request) =>
        Marshal.PtrToStringUTF8(GdalNative.GDALVersionInfo(request))!;
}
