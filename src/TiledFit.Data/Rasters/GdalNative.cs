using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>
/// The functions of GDAL's C API that are used (gdal.h, cpl_error.h, cpl_string.h, cpl_vsi.h, ogr_api.h, ogr_srs_api.h),
/// by their own names. CPLErr and OGRErr are ints, 0 for success.
/// </summary>
internal static unsafe partial class GdalNative
{
    /// <summary>The name that <see cref="Gdal"/> resolves to the library found.</summary>
    public const string Library = "gdal";

    public const uint OpenReadOnlyRasterVerbose = 0x02 | 0x40;

    public const int ReadFlag = 0, WriteFlag = 1;

    public const int ByteType = 1, Float32Type = 6, Float64Type = 7;

    public const int MaskAllValid = 1, MaskNoData = 8;

    [LibraryImport(Library)]
    public static partial void GDALAllRegister();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALVersionInfo(string request);

    [LibraryImport(Library)]
    public static partial void GDALSetCacheMax64(long bytes);

    [LibraryImport(Library)]
    public static partial long GDALGetCacheMax64();

    [LibraryImport(Library)]
    public static partial void CPLPushErrorHandler(delegate* unmanaged<int, int, byte*, void> handler);

    [LibraryImport(Library)]
    public static partial void CPLPopErrorHandler();

    [LibraryImport(Library)]
    public static partial void VSIFree(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint VSIFOpenL(string path, string access);

    [LibraryImport(Library)]
    public static partial int VSIFSeekL(nint file, ulong offset, int origin);

    [LibraryImport(Library)]
    public static partial ulong VSIFTellL(nint file);

    [LibraryImport(Library)]
    public static partial int VSIFCloseL(nint file);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CSLAddString(nint list, string value);

    [LibraryImport(Library)]
    public static partial void CSLDestroy(nint list);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALOpenEx(
        string name, uint flags, GdalStringList drivers, nint options, nint siblings);

    [LibraryImport(Library)]
    public static partial void GDALClose(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetDriverByName(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreate(
        nint driver, string path, int width, int height, int bands, int type, GdalStringList options);

    [LibraryImport(Library)]
    public static partial nint GDALGetDatasetDriver(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial nint GDALGetDriverShortName(nint driver);

    [LibraryImport(Library)]
    public static partial nint GDALGetFileList(GdalDataset dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetMetadata(GdalDataset dataset, string domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetMetadataItem(nint band, string name, string domain);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterXSize(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterYSize(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterCount(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial nint GDALGetRasterBand(GdalDataset dataset, int band);

    [LibraryImport(Library)]
    public static partial int GDALGetGeoTransform(GdalDataset dataset, double* coefficients);

    [LibraryImport(Library)]
    public static partial int GDALSetGeoTransform(GdalDataset dataset, double* coefficients);

    [LibraryImport(Library)]
    public static partial nint GDALGetSpatialRef(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALSetSpatialRef(GdalDataset dataset, nint reference);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterDataType(nint band);

    [LibraryImport(Library)]
    public static partial nint GDALGetDataTypeName(int type);

    [LibraryImport(Library)]
    public static partial int GDALDataTypeIsComplex(int type);

    [LibraryImport(Library)]
    public static partial void GDALGetBlockSize(nint band, out int width, out int height);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterNoDataValue(nint band, out int exists);

    [LibraryImport(Library)]
    public static partial long GDALGetRasterNoDataValueAsInt64(nint band, out int exists);

    [LibraryImport(Library)]
    public static partial ulong GDALGetRasterNoDataValueAsUInt64(nint band, out int exists);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterScale(nint band, out int exists);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterOffset(nint band, out int exists);

    [LibraryImport(Library)]
    public static partial int GDALGetMaskFlags(nint band);

    [LibraryImport(Library)]
    public static partial nint GDALGetMaskBand(nint band);

    [LibraryImport(Library)]
    public static partial int GDALRasterIOEx(
        nint band, int direction, int x, int y, int width, int height, void* buffer, int bufferWidth, int bufferHeight,
        int bufferType, long pixelSpacing, long lineSpacing, nint extra);

    [LibraryImport(Library)]
    public static partial nint OSRNewSpatialReference(nint wkt);

    [LibraryImport(Library)]
    public static partial void OSRDestroySpatialReference(nint reference);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OSRSetFromUserInput(nint reference, string definition);

    [LibraryImport(Library)]
    public static partial void OSRSetAxisMappingStrategy(nint reference, int strategy);

    [LibraryImport(Library)]
    public static partial int OSRExportToWktEx(nint reference, out nint text, GdalStringList options);

    [LibraryImport(Library)]
    public static partial int OSRExportToPROJJSON(nint reference, out nint text, nint options);

    [LibraryImport(Library)]
    public static partial nint OSRGetName(nint reference);

    [LibraryImport(Library)]
    public static partial nint OSRGetAuthorityName(nint reference, nint key);

    [LibraryImport(Library)]
    public static partial nint OSRGetAuthorityCode(nint reference, nint key);

    [LibraryImport(Library)]
    public static partial void OSRRelease(nint reference);

    [LibraryImport(Library)]
    public static partial nint OCTNewCoordinateTransformation(nint source, nint target);

    [LibraryImport(Library)]
    public static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(Library)]
    public static partial int OCTTransform(nint transformation, int count, double* x, double* y, double* z);

    [LibraryImport(Library)]
    public static partial int GDALGetDriverCount();

    [LibraryImport(Library)]
    public static partial nint GDALGetDriver(int index);

    [LibraryImport(Library)]
    public static partial void GDALDeregisterDriver(nint driver);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALDatasetCreateLayer(
        GdalDataset dataset, string name, nint reference, int geometryType, nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OGR_Fld_Create(string name, int type);

    [LibraryImport(Library)]
    public static partial void OGR_Fld_Destroy(nint field);

    [LibraryImport(Library)]
    public static partial int OGR_L_CreateField(nint layer, nint field, int approximate);

    [LibraryImport(Library)]
    public static partial nint OGR_L_GetLayerDefn(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_L_StartTransaction(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_L_CommitTransaction(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_L_CreateFeature(nint layer, nint feature);

    [LibraryImport(Library)]
    public static partial nint OGR_F_Create(nint definition);

    [LibraryImport(Library)]
    public static partial void OGR_F_Destroy(nint feature);

    [LibraryImport(Library)]
    public static partial void OGR_F_SetFieldInteger(nint feature, int field, int value);

    [LibraryImport(Library)]
    public static partial void OGR_F_SetFieldInteger64(nint feature, int field, long value);

    [LibraryImport(Library)]
    public static partial void OGR_F_SetFieldDouble(nint feature, int field, double value);

    [LibraryImport(Library)]
    public static partial void OGR_F_SetFieldNull(nint feature, int field);

    [LibraryImport(Library)]
    public static partial int OGR_F_SetGeometryDirectly(nint feature, nint geometry);

    [LibraryImport(Library)]
    public static partial int OGR_G_CreateFromWkb(byte* wkb, nint reference, out nint geometry, int length);
}
