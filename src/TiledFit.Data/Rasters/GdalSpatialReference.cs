using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>Coordinate reference systems between GDAL's form and ours.</summary>
internal static class GdalSpatialReference
{
    /// <summary>Coordinates are (longitude, latitude) or (easting, northing), as in every geotransform.</summary>
    private const int TraditionalGisOrder = 0;

    /// <summary>Describes a dataset's; null when it has none.</summary>
    public static CoordinateReferenceSystem? Describe(GdalDataset dataset)
    {
        nint reference = GdalNative.GDALGetSpatialRef(dataset);
        if (reference == 0 || (Wkt(reference, "WKT2_2019") ?? Wkt(reference, "WKT1_GDAL")) is not string wkt)
        {
            return null;
        }

        string? authority = Marshal.PtrToStringUTF8(GdalNative.OSRGetAuthorityName(reference, 0));
        string? code = Marshal.PtrToStringUTF8(GdalNative.OSRGetAuthorityCode(reference, 0));
        return new CoordinateReferenceSystem(
            wkt, ProjJson(reference), Marshal.PtrToStringUTF8(GdalNative.OSRGetName(reference)) ?? "",
            authority is null || code is null ? null : $"{authority}:{code}");
    }

    /// <summary>Sets a dataset's; 0 for success, or else PROJ does not understand the text or the format cannot store
    /// it.</summary>
    public static int Set(GdalDataset dataset, CoordinateReferenceSystem crs)
    {
        nint reference = Create(crs.Wkt);
        int error = reference == 0 ? 1 : GdalNative.GDALSetSpatialRef(dataset, reference);
        GdalNative.OSRDestroySpatialReference(reference);
        return error;
    }

    /// <summary>
    /// A reference system from well-known text or a name such as EPSG:4326, to be destroyed; 0 where PROJ does not
    /// understand it.
    /// </summary>
    public static nint Create(string definition)
    {
        nint reference = GdalNative.OSRNewSpatialReference(0);
        if (GdalNative.OSRSetFromUserInput(reference, definition) != 0)
        {
            GdalNative.OSRDestroySpatialReference(reference);
            return 0;
        }

        GdalNative.OSRSetAxisMappingStrategy(reference, TraditionalGisOrder);
        return reference;
    }

    private static string? Wkt(nint reference, string format)
    {
        using var options = new GdalStringList($"FORMAT={format}", "MULTILINE=NO");
        return Take(GdalNative.OSRExportToWktEx(reference, out nint text, options), text);
    }

    private static string? ProjJson(nint reference) =>
        Take(GdalNative.OSRExportToPROJJSON(reference, out nint text, 0), text);

    private static string? Take(int error, nint text)
    {
        string? taken = error == 0 ? Marshal.PtrToStringUTF8(text) : null;
        GdalNative.VSIFree(text);
        return taken;
    }
}
