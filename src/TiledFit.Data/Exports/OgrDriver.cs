using System.Runtime.InteropServices;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Exports;

/// <summary>A driver of GDAL that can make files of vector layers.</summary>
/// <param name="Handle">GDAL's.</param>
/// <param name="Name">Its short name, such as GPKG.</param>
internal sealed record OgrDriver(nint Handle, string Name)
{
    /// <summary>The driver of a short name; null when there is none that writes vectors.</summary>
    public static OgrDriver? Find(string name) =>
        Writable().FirstOrDefault(driver => driver.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first driver that claims an extension such as ".gpkg"; null when there is none.</summary>
    public static OgrDriver? FindByExtension(string extension) => Writable().FirstOrDefault(driver =>
        (Metadata(driver.Handle, "DMD_EXTENSIONS") ?? "").Split(' ').Contains(extension[1..]));

    private static IEnumerable<OgrDriver> Writable() =>
        from index in Enumerable.Range(0, GdalNative.GDALGetDriverCount())
        let handle = GdalNative.GDALGetDriver(index)
        where Metadata(handle, "DCAP_VECTOR") == "YES" && Metadata(handle, "DCAP_CREATE") == "YES"
        select new OgrDriver(handle, Marshal.PtrToStringUTF8(GdalNative.GDALGetDriverShortName(handle))!);

    private static string? Metadata(nint driver, string item) =>
        Marshal.PtrToStringUTF8(GdalNative.GDALGetMetadataItem(driver, item, ""));
}
