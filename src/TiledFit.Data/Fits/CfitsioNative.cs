using System.Runtime.InteropServices;

namespace TiledFit.Data.Fits;

/// <summary>
/// The functions of cfitsio's C API that are used (fitsio.h), by the names under which the library exports them; the
/// comments have the long ones. All take and return a status, 0 for success, and do nothing if it is not 0.
/// </summary>
internal static unsafe partial class CfitsioNative
{
    /// <summary>The name that <see cref="NativeImports"/> resolves to the library found.</summary>
    public const string Library = "cfitsio";

    public const int ReadOnly = 0, ImageHdu = 0, AnyHdu = -1, DoubleType = 82;

    public const int KeywordMissing = 202;

    // fits_get_version
    [LibraryImport(Library)]
    public static partial float ffvers(out float version);

    // fits_open_diskfile: the name is a path and nothing else
    [LibraryImport(Library)]
    public static partial int ffdkopn(out nint file, byte* path, int mode, ref int status);

    // fits_close_file
    [LibraryImport(Library)]
    public static partial int ffclos(nint file, ref int status);

    // fits_get_num_hdus
    [LibraryImport(Library)]
    public static partial int ffthdu(FitsFile file, out int count, ref int status);

    // fits_movabs_hdu
    [LibraryImport(Library)]
    public static partial int ffmahd(FitsFile file, int number, out int type, ref int status);

    // fits_movnam_hdu
    [LibraryImport(Library)]
    public static partial int ffmnhd(FitsFile file, int type, byte* name, int version, ref int status);

    // fits_get_hdu_type
    [LibraryImport(Library)]
    public static partial int ffghdt(FitsFile file, out int type, ref int status);

    // fits_get_img_type
    [LibraryImport(Library)]
    public static partial int ffgidt(FitsFile file, out int type, ref int status);

    // fits_get_img_equivtype
    [LibraryImport(Library)]
    public static partial int ffgiet(FitsFile file, out int type, ref int status);

    // fits_get_img_dim
    [LibraryImport(Library)]
    public static partial int ffgidm(FitsFile file, out int axes, ref int status);

    // fits_get_img_sizell
    [LibraryImport(Library)]
    public static partial int ffgiszll(FitsFile file, int axes, long* lengths, ref int status);

    // fits_is_compressed_image
    [LibraryImport(Library)]
    public static partial int fits_is_compressed_image(FitsFile file, ref int status);

    // fits_read_key_dbl
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ffgkyd(FitsFile file, string key, out double value, byte* comment, ref int status);

    // fits_convert_hdr2str: the header of the image, also where it is stored compressed in a table
    [LibraryImport(Library)]
    public static partial int ffcnvthdr2str(
        FitsFile file, int withoutComments, byte** excluded, int excludedCount, out nint header, out int cards,
        ref int status);

    // fits_free_memory
    [LibraryImport(Library)]
    public static partial int fffree(nint memory, ref int status);

    // fits_read_subset
    [LibraryImport(Library)]
    public static partial int ffgsv(
        FitsFile file, int type, CLong* first, CLong* last, CLong* step, void* nullValue, void* values,
        out int anyNull, ref int status);

    // fits_get_errstatus
    [LibraryImport(Library)]
    public static partial void ffgerr(int status, byte* text);

    // fits_read_errmsg
    [LibraryImport(Library)]
    public static partial int ffgmsg(byte* text);

    // fits_clear_errmsg
    [LibraryImport(Library)]
    public static partial void ffcmsg();
}
