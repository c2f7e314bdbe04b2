using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

/// <summary>What a GDAL dataset may have besides pixels, made of VRTs around a small GeoTIFF.</summary>
public sealed class GdalRasterTests : IDisposable
{
    /// <summary>2 rows × 3 columns.</summary>
    private static readonly double[] Stored = [-128, 0, 5, 127, double.NaN, 2.5];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public void Reads_a_VRT_without_georeference()
    {
        using IRaster raster = OpenVrt(Band("Float64"));
        Assert.Equal(Stored, raster.ReadAll());
        Assert.Equal(("VRT", "Float64", 3, 2), (
            raster.Info.Driver, raster.Info.DataType, raster.Info.Width, raster.Info.Height));
        Assert.Null(raster.Info.GeoTransform);
        Assert.Null(raster.Info.Crs);
        Assert.Null(raster.Info.NoData);
    }

    [SkippableFact]
    public void Applies_scale_and_offset_after_nodata()
    {
        const string Inside = "<NoDataValue>5</NoDataValue><Offset>100</Offset><Scale>0.5</Scale>";
        using IRaster raster = OpenVrt(Band("Float64", Inside));
        Assert.Equal((0.5, 100.0, 5.0), (raster.Info.Scale, raster.Info.Offset, raster.Info.NoData));
        Assert.Equal([36, 100, double.NaN, 163.5, double.NaN, 101.25], raster.ReadAll());
    }

    [SkippableFact]
    public void Chooses_the_band()
    {
        string bands = Band("Float64") + Band("Float64", "<Scale>2</Scale>", number: 2);
        using IRaster second = OpenVrt(bands, new RasterOpenOptions { Band = 2 });
        Assert.Equal((2, 2), (second.Info.Band, second.Info.BandCount));
        Assert.Equal(-256, second.ReadAll()[0]);
        InputException error = Assert.Throws<InputException>(() => OpenVrt(bands, new RasterOpenOptions { Band = 3 }));
        Assert.Contains("--band 3: it has bands 1 to 2", error.Message);
    }

    [SkippableFact]
    public void The_users_nodata_replaces_the_files()
    {
        string band = Band("Float64", "<NoDataValue>5</NoDataValue>");
        using IRaster raster = OpenVrt(band, new RasterOpenOptions { NoData = 127 });
        Assert.Equal([-128, 0, 5, double.NaN, double.NaN, 2.5], raster.ReadAll());
        Assert.Equal(127, raster.Info.NoData);
    }

    [SkippableFact]
    public void A_mask_of_the_dataset_counts_with_and_without_the_users_nodata()
    {
        // The mask is the band's own values as bytes: 0 where they are 0, below, or (NaN) not a number.
        string mask = "<MaskBand>" + Band("Byte") + "</MaskBand>";
        using IRaster raster = OpenVrt(Band("Float64") + mask);
        Assert.Equal([double.NaN, double.NaN, 5, 127, double.NaN, 2.5], raster.ReadAll());
        using IRaster both = OpenVrt(Band("Float64") + mask, new RasterOpenOptions { NoData = 5 });
        Assert.Equal([double.NaN, double.NaN, double.NaN, 127, double.NaN, 2.5], both.ReadAll());
    }

    [SkippableFact]
    public void An_alpha_band_is_a_mask()
    {
        string alpha = Band("Byte", "<ColorInterp>Alpha</ColorInterp>", number: 2);
        using IRaster raster = OpenVrt(Band("Float64") + alpha);
        Assert.Equal([double.NaN, double.NaN, 5, 127, double.NaN, 2.5], raster.ReadAll());
    }

    [SkippableTheory]
    [InlineData("Byte", new double[] { 0, 0, 5, 127, 0, 3 })]
    [InlineData("UInt16", new double[] { 0, 0, 5, 127, 0, 3 })]
    [InlineData("Int16", new double[] { -128, 0, 5, 127, 0, 3 })]
    [InlineData("UInt32", new double[] { 0, 0, 5, 127, 0, 3 })]
    [InlineData("Int32", new double[] { -128, 0, 5, 127, 0, 3 })]
    [InlineData("UInt64", new double[] { 0, 0, 5, 127, 0, 3 })]
    [InlineData("Int64", new double[] { -128, 0, 5, 127, 0, 3 })]
    [InlineData("Float32", new double[] { -128, 0, 5, 127, double.NaN, 2.5 })]
    public void Reads_every_type_with_its_nodata(string type, double[] expected)
    {
        using IRaster plain = OpenVrt(Band(type));
        Assert.Equal(type, plain.Info.DataType);
        Assert.Equal(expected, plain.ReadAll());
        using IRaster masked = OpenVrt(Band(type, "<NoDataValue>5</NoDataValue>"));
        Assert.Equal(5, masked.Info.NoData);
        Assert.Equal(expected.Select(value => value == 5 ? double.NaN : value), masked.ReadAll());
    }

    [SkippableFact]
    public void Nodata_of_64_bits_is_compared_exactly()
    {
        const string NoData = "<NoDataValue>-9223372036854775808</NoDataValue>";
        using IRaster raster = OpenRaw("Int64", [long.MinValue, long.MinValue + 1, -1], NoData);
        Assert.Equal([double.NaN, -9223372036854775808.0, -1], raster.ReadAll());
    }

    [SkippableFact]
    public void Signed_bytes_have_a_sign_before_GDAL_knew_them()
    {
        GdalTool.RequireLibrary();
        Skip.If(Version.Parse(Gdal.Version!) >= new Version(3, 7), "GDAL 3.7 has a type for signed bytes");
        _directory.File("raw.bin", [0x80, 0xFF, 0x7F]);
        string vrt = _directory.File("raw.vrt", RawVrt("Byte", 1, "")), tif = _directory.File("signed.tif");
        // With the remark, bytes are copied as they are.
        GdalTool.Run("gdal_translate", "-q", "-co", "PIXELTYPE=SIGNEDBYTE", "-a_nodata", "-1", vrt, tif);
        using IRaster raster = RasterFactory.Open(tif);
        Assert.Equal("Int8", raster.Info.DataType);
        Assert.Equal([-128, double.NaN, 127], raster.ReadAll());
    }

    [SkippableFact]
    public void Complex_values_are_refused()
    {
        InputException error = Assert.Throws<InputException>(() => OpenVrt(Band("CFloat32")));
        Assert.Contains("band 1 has complex values (CFloat32)", error.Message);
    }

    [SkippableFact]
    public void Sub_datasets_are_opened_by_name_and_listed_where_there_is_nothing_else()
    {
        string vrt = WriteVrt(Band("Byte")), package = _directory.File("two.gpkg");
        string[] toPackage = ["-q", "-of", "GPKG", "-a_ullr", "0", "2", "3", "0", vrt, package];
        GdalTool.Run("gdal_translate", ["-co", "RASTER_TABLE=a", .. toPackage]);
        GdalTool.Run("gdal_translate", ["-co", "RASTER_TABLE=b", "-co", "APPEND_SUBDATASET=YES", .. toPackage]);
        InputException error = Assert.Throws<InputException>(() => RasterFactory.Open(package));
        Assert.Contains($"holds 2 sub-datasets; name one of them: GPKG:{package}:a, GPKG:{package}:b", error.Message);
        using IRaster raster = RasterFactory.Open($"GPKG:{package}:b");
        Assert.Equal(("GPKG", 3, 2), (raster.Info.Driver, raster.Info.Width, raster.Info.Height));
    }

    [SkippableFact]
    public void Pages_of_a_TIFF_are_sub_datasets()
    {
        GdalTool.RequireLibrary();
        string file = TestData.Shared("microscopy/smlm_10frames.tif");
        var sums = new HashSet<double>();
        for (int page = 1; page <= 10; page++)
        {
            string name = $"GTIFF_DIR:{page}:{file}";
            using IRaster raster = RasterFactory.Open(name);
            Assert.Equal((256, 256, "UInt16"), (raster.Info.Width, raster.Info.Height, raster.Info.DataType));
            double[] values = raster.ReadAll();
            JsonElement band = GdalTool.Info(name).GetProperty("bands")[0];
            Assert.Equal(band.GetProperty("mean").GetDouble(), values.Average(), 0.0005);
            sums.Add(values.Sum());
        }

        Assert.Equal(10, sums.Count);
        Assert.Contains("GTIFF_DIR:11", Error($"GTIFF_DIR:11:{file}"));
    }

    [SkippableFact]
    public void A_truncated_file_is_an_error_that_names_the_rows()
    {
        GdalTool.RequireLibrary();
        byte[] whole = File.ReadAllBytes(TestData.Shared("terrain/N46E008.tif"));
        string path = _directory.File("half.tif", whole[..(whole.Length / 2)]);
        using IRaster raster = RasterFactory.Open(path);
        Assert.Equal(1201, raster.Read(new PixelRectangle(0, 0, 1201, 1)).Length);
        InputException error = Assert.Throws<InputException>(() => raster.Read(new PixelRectangle(5, 1100, 10, 50)));
        Assert.StartsWith($"{path}: rows 1100 to 1149 cannot be read", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [SkippableFact]
    public void A_VRT_without_its_source_is_an_error()
    {
        string vrt = WriteVrt(Band("Byte"));
        File.Delete(_directory.File("source.tif"));
        using IRaster raster = RasterFactory.Open(vrt);
        Assert.Contains("source.tif", Assert.Throws<InputException>(() => raster.ReadAll()).Message);
    }

    [SkippableFact]
    public void Says_in_one_line_what_cannot_be_opened()
    {
        GdalTool.RequireLibrary();
        Assert.EndsWith("none.tif: there is no such file", Error(_directory.File("none.tif")));
        Assert.EndsWith(": there is no such file", Error(""));
        Assert.Contains(": is a directory, and cannot be opened", Error(Path.GetTempPath()));
        Assert.EndsWith("the file is empty", Error(_directory.File("empty.tif", "")));
        Assert.Contains("not recognized as a supported file format", Error(_directory.File("text.tif", "hello")));
        Assert.Contains("cannot be opened", Error("/vsizip/" + _directory.File("none.zip") + "/a.tif"));
    }

    [SkippableFact]
    public void An_archive_is_told_how_it_is_read()
    {
        GdalTool.RequireLibrary();
        string zip = TestData.Shared("terrain/N48W125.hgt.zip");
        Assert.EndsWith($"a raster in it is named /vsizip/{zip}/N48W125.hgt", Error(zip));
        Assert.Contains("damaged", Error(_directory.File("bad.zip", "PK")));
    }

    [SkippableFact]
    public void Nothing_is_read_after_disposal()
    {
        IRaster raster = OpenVrt(Band("Byte"));
        raster.Dispose();
        Assert.Throws<ObjectDisposedException>(() => raster.ReadAll());
    }

    private static string Error(string path) => Assert.Throws<InputException>(() => RasterFactory.Open(path)).Message;

    /// <summary>A band whose pixels are the source's, converted.</summary>
    private static string Band(string type, string inside = "", int number = 1) =>
        $"""
         <VRTRasterBand dataType="{type}" band="{number}">{inside}
           <SimpleSource>
             <SourceFilename relativeToVRT="1">source.tif</SourceFilename><SourceBand>1</SourceBand>
           </SimpleSource>
         </VRTRasterBand>
         """;

    private static string RawVrt(string type, int size, string inside) =>
        $"""
         <VRTDataset rasterXSize="3" rasterYSize="1">
           <VRTRasterBand dataType="{type}" band="1" subClass="VRTRawRasterBand">{inside}
             <SourceFilename relativeToVRT="1">raw.bin</SourceFilename><ImageOffset>0</ImageOffset>
             <PixelOffset>{size}</PixelOffset><LineOffset>{3 * size}</LineOffset><ByteOrder>LSB</ByteOrder>
           </VRTRasterBand>
         </VRTDataset>
         """;

    private IRaster OpenVrt(string bands, RasterOpenOptions? options = null) =>
        RasterFactory.Open(WriteVrt(bands), options);

    private IRaster OpenRaw(string type, long[] elements, string inside)
    {
        GdalTool.RequireLibrary();
        _directory.File("raw.bin", [.. elements.SelectMany(BitConverter.GetBytes)]);
        return RasterFactory.Open(_directory.File("raw.vrt", RawVrt(type, 8, inside)));
    }

    private string WriteVrt(string bands)
    {
        WriteSource();
        return _directory.File(
            $"{Guid.NewGuid()}.vrt", $"<VRTDataset rasterXSize=\"3\" rasterYSize=\"2\">{bands}</VRTDataset>");
    }

    private void WriteSource()
    {
        GdalTool.RequireLibrary();
        using IRasterWriter writer = RasterWriterFactory.Create(
            _directory.File("source.tif"), 3, 2, type: RasterElementType.Float64);
        writer.Write(new PixelRectangle(0, 0, 3, 2), Stored);
        writer.Complete();
    }
}
