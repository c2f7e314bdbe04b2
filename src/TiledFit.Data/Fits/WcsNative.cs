using System.Runtime.InteropServices;

namespace TiledFit.Data.Fits;

/// <summary>
/// The functions of wcslib's C API that are used (wcs.h, wcshdr.h, wcsfix.h). They return a status, 0 for success.
/// </summary>
internal static unsafe partial class WcsNative
{
    /// <summary>The name that <see cref="NativeImports"/> resolves to the library found.</summary>
    public const string Library = "wcs";

    /// <summary>WCSHDR_all: every form of every keyword that was ever in use.</summary>
    public const int AllForms = 0x000FFFFF;

    /// <summary>Status of wcsp2s: some of the positions are invalid, those with a status of their own.</summary>
    public const int SomeInvalid = 8;

    /// <summary>More than NWCSFIX of any version, the length of the status that wcsfix fills.</summary>
    public const int MostFixes = 32;

    [LibraryImport(Library)]
    public static partial nint wcslib_version(int* version);

    [LibraryImport(Library)]
    public static partial int wcspih(
        byte* header, int cards, int relax, int control, out int rejected, out int count, out nint wcs);

    [LibraryImport(Library)]
    public static partial int wcsfix(int control, int* lengths, WcsHandle wcs, int* status);

    [LibraryImport(Library)]
    public static partial int wcsset(WcsHandle wcs);

    [LibraryImport(Library)]
    public static partial int wcsp2s(
        WcsHandle wcs, int count, int elements, double* pixels, double* image, double* phi, double* theta,
        double* world, int* status);

    [LibraryImport(Library)]
    public static partial int wcsvfree(ref int count, ref nint wcs);
}
