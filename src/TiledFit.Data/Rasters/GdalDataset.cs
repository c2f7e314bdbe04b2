using System.Runtime.InteropServices;
using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>An open dataset of GDAL; one thread at a time may use it.</summary>
internal sealed unsafe class GdalDataset : SafeHandle
{
    /// <summary>Sub-datasets named in an error.</summary>
    private const int MostNamed = 10;

    private GdalDataset(nint dataset)
        : base(dataset, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The driver's short name, such as GTiff.</summary>
    public string Driver =>
        Marshal.PtrToStringUTF8(GdalNative.GDALGetDriverShortName(GdalNative.GDALGetDatasetDriver(this)))!;

    /// <summary>The affine georeference; null when the dataset has none.</summary>
    public GeoTransform? GeoTransform
    {
        get
        {
            double* c = stackalloc double[6];
            return GdalNative.GDALGetGeoTransform(this, c) == 0
                ? new GeoTransform(c[0], c[1], c[2], c[3], c[4], c[5])
                : null;
        }
    }

    /// <summary>Names of the datasets inside this one, as they are opened.</summary>
    private IEnumerable<string> SubDatasets => GdalStringList.Read(GdalNative.GDALGetMetadata(this, "SUBDATASETS"))
        .Where(item => item.Contains("_NAME=", StringComparison.Ordinal))
        .Select(item => item[(item.IndexOf('=') + 1)..]);

    /// <summary>Opens a dataset with at least one band for reading.</summary>
    /// <param name="path">A name that GDAL opens.</param>
    /// <param name="drivers">Those that may open it; null for all.</param>
    /// <exception cref="InputException">GDAL cannot, or there are only sub-datasets.</exception>
    public static GdalDataset OpenRead(string path, IReadOnlyList<string>? drivers)
    {
        if (drivers is { Count: 0 })
        {
            // An empty list would mean all of them to GDAL.
            throw new InputException($"{path}: only .npy files may be opened here");
        }

        using var errors = new GdalErrorScope();
        using var allowed = new GdalStringList([.. drivers ?? []]);
        nint dataset = GdalNative.GDALOpenEx(path, GdalNative.OpenReadOnlyRasterVerbose, allowed, 0, 0);
        if (dataset == 0)
        {
            string what = drivers is null ? "" : $" as one of {string.Join(", ", drivers)}";
            string kind = Directory.Exists(path) ? "is a directory, and " : "";
            throw new InputException($"{path}: {kind}cannot be opened{what}: {errors.Message}");
        }

        var opened = new GdalDataset(dataset);
        if (GdalNative.GDALGetRasterCount(opened) > 0)
        {
            return opened;
        }

        string[] inside = [.. opened.SubDatasets];
        opened.Dispose();
        throw new InputException(inside.Length == 0
            ? $"{path}: has no raster band"
            : $"{path}: holds {inside.Length} sub-datasets; name one of them: " +
              string.Join(", ", inside.Take(MostNamed)) + (inside.Length > MostNamed ? ", …" : ""));
    }

    /// <summary>Creates a tiled, compressed GeoTIFF of one band.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="file">The file to create.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="type">Element type.</param>
    /// <exception cref="InputException">GDAL cannot.</exception>
    public static GdalDataset CreateGeoTiff(string path, string file, int width, int height, RasterElementType type)
    {
        using var errors = new GdalErrorScope();
        using var options = new GdalStringList(
            "TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "PREDICTOR=3", "BIGTIFF=IF_SAFER");
        nint dataset = GdalNative.GDALCreate(
            GdalNative.GDALGetDriverByName("GTiff"), file, width, height, 1,
            type == RasterElementType.Float32 ? GdalNative.Float32Type : GdalNative.Float64Type, options);
        return dataset == 0
            ? throw new InputException($"{path}: cannot be written: {errors.Message}")
            : new GdalDataset(dataset);
    }

    /// <summary>Creates a dataset of vector layers.</summary>
    /// <param name="driver">The driver's handle.</param>
    /// <param name="path">What the user calls it.</param>
    /// <param name="file">The file to create.</param>
    /// <exception cref="InputException">The driver cannot.</exception>
    public static GdalDataset CreateVector(nint driver, string path, string file)
    {
        using var errors = new GdalErrorScope();
        using var options = new GdalStringList();
        nint dataset = GdalNative.GDALCreate(driver, file, 0, 0, 0, 0, options);
        return dataset == 0
            ? throw new InputException($"{path}: cannot be written: {errors.Message}")
            : new GdalDataset(dataset);
    }

    /// <summary>The files that the dataset is made of, a VRT's sources among them.</summary>
    public IReadOnlyList<string> Files()
    {
        nint list = GdalNative.GDALGetFileList(this);
        try
        {
            return GdalStringList.Read(list);
        }
        finally
        {
            GdalNative.CSLDestroy(list);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        GdalNative.GDALClose(handle);
        return true;
    }
}
