using System.Runtime.InteropServices;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>A band of a dataset of its own; one thread at a time may use it.</summary>
internal sealed unsafe class GdalBand : IDisposable
{
    private readonly nint _band;

    private GdalBand(GdalDataset dataset, nint band, int maskFlags)
    {
        Dataset = dataset;
        _band = band;
        MaskFlags = maskFlags;
    }

    /// <summary>What the band is part of.</summary>
    public GdalDataset Dataset { get; }

    /// <summary>GMF_ flags: where the band's mask comes from.</summary>
    public int MaskFlags { get; }

    /// <summary>Before GDAL 3.7 a signed byte was a Byte with a remark, and read as if it had no sign.</summary>
    public bool IsSignedByte =>
        GdalNative.GDALGetRasterDataType(_band) == GdalNative.ByteType &&
        Marshal.PtrToStringUTF8(GdalNative.GDALGetMetadataItem(_band, "PIXELTYPE", "IMAGE_STRUCTURE")) == "SIGNEDBYTE";

    /// <summary>Opens the dataset and takes a band of it.</summary>
    /// <exception cref="InputException">It cannot be opened or has no such band.</exception>
    public static GdalBand Open(string path, int band, IReadOnlyList<string>? drivers)
    {
        GdalDataset dataset = GdalDataset.OpenRead(path, drivers);
        int count = GdalNative.GDALGetRasterCount(dataset);
        if (band < 1 || band > count)
        {
            dataset.Dispose();
            throw new InputException($"{path}: --band {band}: it has bands 1 to {count}");
        }

        using var errors = new GdalErrorScope();
        nint handle = GdalNative.GDALGetRasterBand(dataset, band);
        return new GdalBand(dataset, handle, GdalNative.GDALGetMaskFlags(handle));
    }

    /// <summary>Everything that is known without reading pixels.</summary>
    /// <exception cref="InputException">The values are complex.</exception>
    public RasterInfo Describe(string path, int band)
    {
        using var errors = new GdalErrorScope();
        string type = DataType();
        if (GdalNative.GDALDataTypeIsComplex(GdalNative.GDALGetRasterDataType(_band)) != 0)
        {
            throw new InputException(
                $"{path}: band {band} has complex values ({type}); save their magnitude or one part as a real band");
        }

        GdalNative.GDALGetBlockSize(_band, out int blockWidth, out int blockHeight);
        double scale = GdalNative.GDALGetRasterScale(_band, out int hasScale);
        double offset = GdalNative.GDALGetRasterOffset(_band, out int hasOffset);
        return new RasterInfo(
            path, Dataset.Driver, GdalNative.GDALGetRasterXSize(Dataset), GdalNative.GDALGetRasterYSize(Dataset),
            GdalNative.GDALGetRasterCount(Dataset), band, type, blockWidth, blockHeight, NoData(type),
            hasScale == 0 ? 1 : scale, hasOffset == 0 ? 0 : offset, Dataset.GeoTransform,
            GdalSpatialReference.Describe(Dataset));
    }

    /// <summary>Reads stored values, converted to double.</summary>
    /// <exception cref="InputException">GDAL cannot.</exception>
    public void Read(string path, PixelRectangle window, Span<double> values) =>
        Read(path, _band, window, GdalNative.Float64Type, MemoryMarshal.AsBytes(values));

    /// <summary>Reads the mask: 0 where there is no data.</summary>
    /// <exception cref="InputException">GDAL cannot.</exception>
    public void ReadMask(string path, PixelRectangle window, Span<byte> mask) =>
        Read(path, GdalNative.GDALGetMaskBand(_band), window, GdalNative.ByteType, mask);

    /// <inheritdoc/>
    public void Dispose() => Dataset.Dispose();

    private static void Read(string path, nint band, PixelRectangle window, int type, Span<byte> buffer)
    {
        using var errors = new GdalErrorScope();
        fixed (byte* pixels = buffer)
        {
            int error = GdalNative.GDALRasterIOEx(
                band, GdalNative.ReadFlag, window.X, window.Y, window.Width, window.Height, pixels, window.Width,
                window.Height, type, 0, 0, 0);
            if (error != 0 || errors.HasFailed)
            {
                throw new InputException(
                    $"{path}: rows {window.Y} to {window.Bottom - 1} cannot be read, is it truncated or damaged? " +
                    errors.Message);
            }
        }
    }

    private string DataType() => IsSignedByte
        ? "Int8"
        : Marshal.PtrToStringUTF8(GdalNative.GDALGetDataTypeName(GdalNative.GDALGetRasterDataType(_band)))!;

    private double? NoData(string type)
    {
        int exists;
        double value = type switch
        {
            "Int64" => GdalNative.GDALGetRasterNoDataValueAsInt64(_band, out exists),
            "UInt64" => GdalNative.GDALGetRasterNoDataValueAsUInt64(_band, out exists),
            _ => GdalNative.GDALGetRasterNoDataValue(_band, out exists),
        };
        return exists == 0 ? null : value;
    }
}
