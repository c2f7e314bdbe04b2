using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Rasters.Isolation;

namespace TiledFit.Data.Tests.Rasters.Isolation;

public sealed class IsolatedRasterTests : IDisposable
{
    private const int Width = 700, Height = 600;

    private static readonly RasterOpenOptions Plain = new();

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public void Reads_the_same_bits_as_in_process()
    {
        string path = WriteTiff("a.tif");
        AssertSame(path, Plain);
        AssertSame(path, new RasterOpenOptions { NoData = 3, Drivers = ["GTiff"] });
    }

    [SkippableFact]
    public void Reads_the_same_bits_of_a_masked_and_scaled_raster()
    {
        string tif = WriteTiff("a.tif");
        string source = $"<SourceFilename>{tif}</SourceFilename><SourceBand>1</SourceBand>";
        string vrt = _directory.File(
            "a.vrt",
            $"""
            <VRTDataset rasterXSize="{Width}" rasterYSize="{Height}"><GeoTransform>3, 2, 0.1, 4, -0.2, -3</GeoTransform>
            <VRTRasterBand dataType="Int16" band="1"><Offset>0.1</Offset><Scale>1.7</Scale>
            <SimpleSource>{source}</SimpleSource></VRTRasterBand>
            <MaskBand><VRTRasterBand dataType="Byte"><SimpleSource>{source}</SimpleSource></VRTRasterBand></MaskBand>
            </VRTDataset>
            """);
        AssertSame(vrt, Plain);
        using IRaster raster = RasterFactory.OpenIsolated(vrt, Plain, new ReaderLimits());
        Assert.Contains(double.NaN, raster.ReadAll());
    }

    [SkippableFact]
    public void Reads_the_same_bits_through_cfitsio()
    {
        Skip.If(Cfitsio.Version is null, "cfitsio is not installed");
        AssertSame(
            _directory.File("a.fits", FitsBytes.Primary(
                -32, [70, 40], [.. Enumerable.Range(0, 70 * 40).Select(i => i % 7 == 0 ? double.NaN : i / 3.0)],
                "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'", "CRVAL1  = 10", "CRVAL2  = 20", "CDELT1  = -0.001",
                "CDELT2  = 0.001", "BUNIT   = 'JY/BEAM'", "BMAJ    = 0.003")),
            Plain);
    }

    [SkippableFact]
    public void A_character_that_no_header_may_have_is_taken_for_a_blank()
    {
        Skip.If(Cfitsio.Version is null || WcsLib.Version is null, "cfitsio or wcslib is not installed");
        byte[] file = FitsBytes.Primary(
            -32, [2, 1], [1, 2], "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'", "CRVAL1  = 10.5",
            "CRPIX1  = 20        ##\u0004", "CRPIX2  = 15\n", "CDELT1  = -0.001", "CDELT2  = 0.001");
        string path = _directory.File("a.fits", [.. file.Select(letter => letter == '#' ? (byte)0x80 : letter)]);
        using IRaster raster = RasterFactory.OpenIsolated(
            path, Plain, new ReaderLimits { Silence = TimeSpan.FromSeconds(10) });
        Assert.NotNull(raster.Info.Sky);
        Assert.Null(raster.Info.SkyProblem);
    }

    [SkippableFact]
    public void Reads_to_the_last_row_there_can_be()
    {
        GdalTool.RequireLibrary();
        string path = _directory.File(
            "a.vrt",
            $"""
            <VRTDataset rasterXSize="3" rasterYSize="{int.MaxValue}"><VRTRasterBand dataType="Byte"/></VRTDataset>
            """);
        using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits());
        Assert.Equal(new double[6], raster.Read(new PixelRectangle(0, int.MaxValue - 2, 3, 2)));
    }

    [SkippableFact]
    public void Is_refused_as_in_process()
    {
        GdalTool.RequireLibrary();
        string text = _directory.File("a.tif", "no raster"u8.ToArray());
        string missing = _directory.File("none.tif"), directory = _directory.File(".");
        foreach (string path in new[] { text, missing, directory })
        {
            string expected = Assert.Throws<InputException>(() => RasterFactory.Open(path)).Message;
            Assert.Equal(expected, Error(path));
            ReaderProcesses.AwaitNone(path);
        }
    }

    [SkippableFact]
    public void Npy_is_read_in_this_process()
    {
        string path = _directory.File("a.npy", NpyBytes.Counting(1, 2));
        using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits());
        Assert.IsType<NpyRaster>(raster);
    }

    [SkippableTheory]
    [InlineData("KILL", "was cut off: something killed the reader (signal 9")]
    [InlineData("ALRM", "crashed the reader (signal 14")]
    public void A_reader_that_dies_costs_one_request(string signal, string fate)
    {
        string path = WriteTiff("a.tif");
        using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits());
        double[] expected = raster.ReadAll();
        int id = Assert.Single(ReaderProcesses.Of(path));
        // Stopped, it cannot answer before it dies.
        ReaderProcesses.Signal(id, "STOP");
        Task<InputException> read = Task.Run(() => Assert.Throws<InputException>(() => raster.ReadAll()));
        ReaderProcesses.Signal(id, signal);
        ReaderProcesses.Signal(id, "CONT");
        Assert.StartsWith($"{path}: reading rows 0 to {Height - 1} {fate}", read.Result.Message);
        Assert.Equal(expected, raster.ReadAll());
    }

    [SkippableFact]
    public void A_reader_that_hangs_is_ended()
    {
        string path = WriteTiff("a.tif");
        using IRaster raster = RasterFactory.OpenIsolated(
            path, Plain, new ReaderLimits { Silence = TimeSpan.FromSeconds(2) });
        string fingerprint = raster.ComputeFingerprint();
        ReaderProcesses.Signal(Assert.Single(ReaderProcesses.Of(path)), "STOP");
        Assert.Equal(
            $"{path}: taking its fingerprint gave no answer within 2 s, and the reader was ended: the file is damaged "
            + "or hostile, or the limit is too low for it",
            Assert.Throws<InputException>(raster.ComputeFingerprint).Message);
        Assert.Equal(fingerprint, raster.ComputeFingerprint());
    }

    [SkippableFact]
    public void A_library_that_never_returns_is_ended()
    {
        string path = NeverEnding();
        Assert.StartsWith(
            $"{path}: opening it gave no answer within 1 s",
            Error(path, new ReaderLimits { Silence = TimeSpan.FromSeconds(1) }));
        ReaderProcesses.AwaitNone(path);
    }

    [SkippableFact]
    public void Memory_is_bounded()
    {
        GdalTool.RequireLibrary();
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux bounds what a process may allocate");
        // One block, which GDAL takes into memory as a whole.
        string path = _directory.File("a.tif", OneTile(17_008));
        using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits { MemoryBytes = 256 << 20 });
        Assert.StartsWith(
            $"{path}: ", Assert.Throws<InputException>(() => raster.Read(new PixelRectangle(0, 0, 8, 8))).Message);
        // It goes before any other process where the machine has no memory left.
        Assert.Equal("1000\n", File.ReadAllText($"/proc/{ReaderProcesses.Of(path)[0]}/oom_score_adj"));
        using IRaster roomy = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits { MemoryBytes = 1 << 30 });
        Assert.Equal(new double[64], roomy.Read(new PixelRectangle(0, 0, 8, 8)));
    }

    [SkippableFact]
    public void What_is_resident_is_watched_where_the_kernel_does_not()
    {
        string path = WriteTiff("a.tif");
        using RasterReaderProcess reader = RasterReaderProcess.Start(path, new ReaderLimits());
        using Process process = Process.GetProcessById(reader.Id);
        using var watch = new ReaderWatch(process, memoryBytes: 1 << 20);
        watch.Expect(TimeSpan.FromSeconds(60));
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Throws<IOException>(watch.Rest);
        Assert.Equal(ReaderFate.Overran, watch.Fate);
    }

    [SkippableFact]
    public void Threads_read_at_once()
    {
        string path = WriteTiff("a.tif");
        double[] expected;
        using (IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits()))
        {
            expected = raster.ReadAll();
            Assert.Equal(expected, raster.ReadByWindows(64, 64, parallel: true));
            Assert.InRange(ReaderProcesses.Of(path).Length, 1, 4);
        }

        ReaderProcesses.AwaitNone(path);
    }

    [SkippableFact]
    public void A_raster_that_was_exchanged_is_refused()
    {
        string path = WriteTiff("a.tif");
        using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits());
        WriteTiff("a.tif", Width / 2);
        ReaderProcesses.Signal(Assert.Single(ReaderProcesses.Of(path)), "KILL");
        ReaderProcesses.AwaitNone(path);
        Assert.Throws<InputException>(() => raster.ReadAll());
        Assert.Equal(
            $"{path}: has changed since it was opened", Assert.Throws<InputException>(() => raster.ReadAll()).Message);
    }

    [SkippableFact]
    public void Files_beside_a_raster_are_not_followed_to_others()
    {
        string secret = WriteTiff("secret.tif"), path = WriteTiff("a.tif");
        // A mask, which GDAL opens by any driver that knows it, here as a picture of another file.
        _directory.File(
            "a.tif.msk",
            $"""
            <VRTDataset rasterXSize="{Width}" rasterYSize="{Height}"><Metadata>
            <MDI key="INTERNAL_MASK_FLAGS_1">2</MDI></Metadata><VRTRasterBand dataType="Byte" band="1"><SimpleSource>
            <SourceFilename>{secret}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>
            </VRTDataset>
            """);
        var options = new RasterOpenOptions { Drivers = ["GTiff"] };
        using IRaster open = RasterFactory.Open(path, options);
        using IRaster isolated = RasterFactory.OpenIsolated(path, options, new ReaderLimits());
        Assert.Equal(Pixel(0), isolated.ReadAll()[0]);
        // Were this to fail, GDAL would not do it any more, and the test would show nothing.
        Assert.Equal(double.NaN, open.ReadAll()[0]);
    }

    [SkippableFact]
    public void A_reader_ends_with_who_asks_in_the_midst_of_a_call()
    {
        string path = NeverEnding();
        RasterReaderProcess.Start(path, new ReaderLimits()).Dispose();
        using Process reader = Process.Start(new ProcessStartInfo("dotnet", [Program, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Stream answers = reader.StandardOutput.BaseStream;
        Assert.Equal((FrameKind.Ready, 0), answers.ReadFrameHeader());
        reader.StandardInput.BaseStream.WriteFrame(FrameKind.Open, JsonSerializer.SerializeToUtf8Bytes(
            new OpenRequest(path, Plain, 1 << 20, 1 << 30), IsolationJson.Default.OpenRequest));
        Assert.False(reader.WaitForExit(500));
        // What a program has to stop for, its readers leave to it.
        ReaderProcesses.Signal(reader.Id, "TERM");
        ReaderProcesses.Signal(reader.Id, "INT");
        Assert.False(reader.WaitForExit(500));
        reader.StandardInput.Close();
        Assert.True(reader.WaitForExit(20_000));
    }

    [SkippableFact]
    public void What_a_library_prints_is_no_answer()
    {
        string path = WriteTiff("a.tif");
        // libgdal prints what it does on the standard error or, told so, elsewhere.
        Environment.SetEnvironmentVariable("CPL_DEBUG", "ON");
        Environment.SetEnvironmentVariable("CPL_LOG", "/dev/stdout");
        try
        {
            using IRaster raster = RasterFactory.OpenIsolated(path, Plain, new ReaderLimits());
            Assert.Equal(Pixel(0), raster.ReadAll()[0]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CPL_DEBUG", null);
            Environment.SetEnvironmentVariable("CPL_LOG", null);
        }
    }

    [Fact]
    public void A_frame_allocates_no_more_than_is_allowed()
    {
        byte[] header = new byte[5];
        header[0] = (byte)FrameKind.Described;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1), -1);
        Assert.Throws<InvalidDataException>(() => new MemoryStream(header).ReadFrameHeader());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => new MemoryStream(header).ReadPayload(int.MaxValue));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Throws<EndOfStreamException>(() => new MemoryStream(header[..3]).ReadFrameHeader());
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "tiledfit-raster-reader.dll");

    private static double Pixel(int i) => i % 11 + i / 65536.0;

    private static void AssertSame(string path, RasterOpenOptions options)
    {
        using IRaster expected = RasterFactory.Open(path, options);
        using IRaster actual = RasterFactory.OpenIsolated(path, options, new ReaderLimits());
        Assert.IsType<IsolatedRaster>(actual);
        Assert.Equivalent(expected.Info, actual.Info, strict: true);
        Assert.Equal(expected.Info with { Sky = null }, actual.Info with { Sky = null });
        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(Bits(expected.ReadAll()), Bits(actual.ReadAll()));
        Assert.Equal(Bits(expected.ReadAll()), Bits(actual.ReadByWindows(37, 29)));
    }

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);

    private static string Error(string path, ReaderLimits? limits = null) => Assert.Throws<InputException>(
        () => RasterFactory.OpenIsolated(path, Plain, limits ?? new ReaderLimits())).Message;

    private string WriteTiff(string name, int width = Width)
    {
        GdalTool.RequireLibrary();
        string path = _directory.File(name);
        using IRasterWriter writer = RasterWriterFactory.Create(
            path, width, Height, new GeoTransform(1, 2, 0, 3, 0, -2));
        writer.Write(
            new PixelRectangle(0, 0, width, Height), [.. Enumerable.Range(0, width * Height).Select(Pixel)]);
        writer.Complete();
        return path;
    }

    /// <summary>What libgdal waits at for ever: a pipe that nobody writes to.</summary>
    private string NeverEnding()
    {
        GdalTool.RequireLibrary();
        Skip.If(OperatingSystem.IsWindows(), "needs mkfifo");
        string pipe = _directory.File("pipe");
        using Process make = Process.Start("mkfifo", [pipe]);
        make.WaitForExit();
        return $"/vsigzip/{pipe}";
    }

    /// <summary>A TIFF of bytes in one tile (TIFF 6.0, sections 2 and 15; compression 8 is zlib's), all 0.</summary>
    private static byte[] OneTile(int side)
    {
        using var tile = new MemoryStream();
        using (var zlib = new ZLibStream(tile, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = new byte[side];
            for (int y = 0; y < side; y++)
            {
                zlib.Write(row);
            }
        }

        const short shortType = 3, longType = 4;
        (short Tag, short Type, int Value)[] entries =
        [
            (256, longType, side), (257, longType, side), (258, shortType, 8), (259, shortType, 8),
            (262, shortType, 1), (277, shortType, 1), (322, longType, side), (323, longType, side),
            (324, longType, 4096), (325, longType, (int)tile.Length),
        ];
        byte[] tiff = new byte[4096 + tile.Length];
        using var writer = new BinaryWriter(new MemoryStream(tiff));
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((short)entries.Length);
        foreach ((short tag, short type, int value) in entries)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(1);
            writer.Write(value);
        }

        tile.GetBuffer().AsSpan(0, (int)tile.Length).CopyTo(tiff.AsSpan(4096));
        return tiff;
    }
}
