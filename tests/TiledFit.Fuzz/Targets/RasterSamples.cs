using System.Runtime.InteropServices;
using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Tests.Shared;

namespace TiledFit.Fuzz.Targets;

/// <summary>Small rasters by our own writers, and in other formats by libgdal.</summary>
internal static partial class RasterSamples
{
    private const int Width = 40, Height = 30;

    private const string Library = "gdal";

    static RasterSamples() => NativeLibrary.SetDllImportResolver(
        typeof(RasterSamples).Assembly,
        (name, _, _) => name == Library
            ? GdalLibrary.Load(Environment.GetEnvironmentVariable(GdalLibrary.Variable))
            : 0);

    /// <summary>The formats that the libraries installed here read.</summary>
    public static IReadOnlyList<RasterSample> Make()
    {
        List<RasterSample> samples = Gdal.Version is null ? [] : [.. ByGdal()];
        if (Cfitsio.Version is not null)
        {
            samples.Add(new RasterSample(
                "fits", "fits", [Fits(16, "BLANK   = 7", "BSCALE  = 0.5"), SkyImage(), Units()]));
        }

        return samples;
    }

    private static IEnumerable<RasterSample> ByGdal()
    {
        string tif = PathOf("floats.tif"), png = PathOf("bytes.png");
        WriteTiff(tif);
        WritePng(png);
        yield return new RasterSample("gtiff", "tif",
        [
            File.ReadAllBytes(tif), Copy("GTiff", tif), Copy("GTiff", tif, "COMPRESS=LZW", "PREDICTOR=2"),
            Copy("GTiff", png, "COMPRESS=PACKBITS", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"),
            Copy("GTiff", png, "COMPRESS=JPEG"), Copy("GTiff", png, "COMPRESS=CCITTFAX4", "NBITS=1"),
        ]);
        yield return new RasterSample("png", "png", [File.ReadAllBytes(png), Copy("PNG", png)]);
        yield return new RasterSample("grid", "asc", [Copy("AAIGrid", tif), Copy("AAIGrid", png)]);
        yield return new RasterSample("vrt", "vrt", [Copy("VRT", tif), Copy("VRT", png)]);
        foreach ((string name, string driver, string extension) in new[]
            { ("jpeg", "JPEG", "jpg"), ("jp2", "JP2OpenJPEG", "jp2") })
        {
            if (GdalNative.GDALGetDriverByName(driver) != 0)
            {
                yield return new RasterSample(name, extension, [Copy(driver, png)]);
            }
        }
    }

    private static string PathOf(string name) => Path.Combine(RasterSample.Directory, name);

    private static void WriteTiff(string path)
    {
        using IRasterWriter writer = RasterWriterFactory.Create(
            path, Width, Height, new GeoTransform(100, 2, 0, 200, 0, -2));
        writer.Write(
            new PixelRectangle(0, 0, Width, Height),
            [.. Enumerable.Range(0, Width * Height).Select(i => i % 17 == 0 ? double.NaN : i / 8.0)]);
        writer.Complete();
    }

    private static void WritePng(string path)
    {
        using var writer = new PngWriter(path, Width, Height, PngColorType.Grey);
        for (int y = 0; y < Height; y++)
        {
            writer.WriteRow([.. Enumerable.Range(0, Width).Select(x => (byte)(x * y))]);
        }

        writer.Complete();
    }

    /// <summary>A raster in another format, by libgdal.</summary>
    private static byte[] Copy(string driver, string source, params string[] options)
    {
        string path = PathOf("copy");
        using (var list = new GdalStringList(options))
        using (GdalDataset from = GdalDataset.OpenRead(source, null))
        {
            nint copy = GDALCreateCopy(GdalNative.GDALGetDriverByName(driver), path, from, 0, list, 0, 0);
            if (copy == 0)
            {
                throw new InvalidOperationException($"{driver} cannot write {source}");
            }

            GdalNative.GDALClose(copy);
        }

        return File.ReadAllBytes(path);
    }

    private static byte[] Fits(int bitPix, params string[] cards) => FitsBytes.Primary(
        bitPix, [Width, Height], [.. Enumerable.Range(0, Width * Height).Select(i => (double)(i % 100))], cards);

    private static byte[] SkyImage() => Fits(
        -32, "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'", "CRVAL1  = 10.5", "CRVAL2  = -20.25", "CRPIX1  = 20",
        "CRPIX2  = 15", "CDELT1  = -0.001", "CDELT2  = 0.001", "BUNIT   = 'JY/BEAM'", "BMAJ    = 0.003",
        "RADESYS = 'ICRS'");

    private static byte[] Units() =>
    [
        .. FitsBytes.Primary(8, [], []),
        .. FitsBytes.Extension(
            32, [8, 6, 1], [.. Enumerable.Range(0, 48).Select(i => (double)i)], "EXTNAME = 'SCI'",
            "BZERO   = 2147483648"),
    ];

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GDALCreateCopy(
        nint driver, string path, GdalDataset source, int strict, GdalStringList options, nint progress, nint data);
}
