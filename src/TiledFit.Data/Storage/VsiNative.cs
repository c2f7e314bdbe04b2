using System.Runtime.InteropServices;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Storage;

/// <summary>The functions of GDAL's virtual file systems that stores need (cpl_vsi.h, cpl_vsi_error.h).</summary>
internal static unsafe partial class VsiNative
{
    /// <summary>Existence, kind and size, with the reason when there is no answer.</summary>
    public const int StatAll = 0x1 | 0x2 | 0x4 | 0x8;

    /// <summary>More than any platform's struct stat, whose layout is of no concern here.</summary>
    public const int StatBytes = 512;

    [LibraryImport(GdalNative.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int VSIStatExL(string path, byte* stat, int flags);

    [LibraryImport(GdalNative.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint VSIFOpenExL(string path, string access, int setsError);

    [LibraryImport(GdalNative.Library)]
    public static partial nuint VSIFReadL(byte* buffer, nuint size, nuint count, nint file);

    [LibraryImport(GdalNative.Library)]
    public static partial nuint VSIFWriteL(byte* buffer, nuint size, nuint count, nint file);

    [LibraryImport(GdalNative.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int VSIUnlink(string path);

    [LibraryImport(GdalNative.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint VSIReadDirRecursive(string path);

    [LibraryImport(GdalNative.Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void VSICurlPartialClearCache(string prefix);

    [LibraryImport(GdalNative.Library)]
    public static partial void VSIErrorReset();

    [LibraryImport(GdalNative.Library)]
    public static partial int VSIGetLastErrorNo();

    [LibraryImport(GdalNative.Library)]
    public static partial nint VSIGetLastErrorMsg();
}
