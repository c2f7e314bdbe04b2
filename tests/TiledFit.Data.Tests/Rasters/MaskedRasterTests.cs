using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class MaskedRasterTests : IDisposable
{
    private const int Width = 7, Height = 5;

    private static readonly PixelRectangle All = new(0, 0, Width, Height);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Pixel 9 is no data: said by weight, mask, saturation and the raster itself.</summary>
    [Fact]
    public void WhateverMeansNoDataReadsTheSame()
    {
        double[] values = [.. Enumerable.Range(0, Width * Height).Select(k => k == 9 ? 1000.0 : k)];
        Write("z.npy", k => values[k]);
        Write("nan.npy", k => k == 9 ? double.NaN : values[k]);
        Write("w.npy", k => k == 9 ? 0 : 1);
        Write("m.npy", k => k == 9 ? 0 : k + 2);
        Write("m-nan.npy", k => k == 9 ? double.NaN : -1);
        double[] expected = Read("nan.npy", PixelSelection.All).Values;
        Assert.True(double.IsNaN(expected[9]));
        PixelSelection[] selections =
        [
            new("w.npy", null, null), new(null, "m.npy", null), new(null, "m-nan.npy", null), new(null, null, 1000),
            new("w.npy", "m.npy", 1000),
        ];
        Assert.All(selections, selection =>
        {
            (double[] found, double[] weights) = Read("z.npy", selection);
            Assert.Equal(
                expected.Select(BitConverter.DoubleToInt64Bits), found.Select(BitConverter.DoubleToInt64Bits));
            Assert.All(found.Zip(weights), pixel => Assert.True(double.IsNaN(pixel.First) || pixel.Second == 1));
        });
    }

    [Fact]
    public void WindowsHaveTheirOwnWeights()
    {
        Write("z.npy", k => k);
        Write("w.npy", k => 0.5 * k);
        using IRaster raster = Open("z.npy", new PixelSelection("w.npy", null, null));
        Assert.True(raster.HasWeights);
        double[] values = new double[4], weights = new double[4], alone = new double[4];
        raster.ReadWeighted(new PixelRectangle(3, 2, 2, 2), values, weights);
        raster.Read(new PixelRectangle(3, 2, 2, 2), alone);
        Assert.Equal([17, 18, 24, 25], values);
        Assert.Equal(values, alone);
        Assert.Equal([8.5, 9, 12, 12.5], weights);
    }

    [Theory]
    [InlineData(-0.5, "is -0.5;")]
    [InlineData(double.PositiveInfinity, "is nodata, NaN or infinite;")]
    [InlineData(double.NaN, "is nodata, NaN or infinite;")]
    public void AWeightThatIsNoneIsNamed(double weight, string expected)
    {
        Write("z.npy", k => k == 3 ? double.NaN : k);
        Write("w.npy", k => k is 3 or 16 ? weight : 1);
        using IRaster raster = Open("z.npy", new PixelSelection("w.npy", null, null));
        // Where there are no data the weight does not matter.
        raster.Read(new PixelRectangle(0, 0, Width, 2), new double[2 * Width]);
        var e = Assert.Throws<InputException>(
            () => raster.Read(new PixelRectangle(1, 1, 5, 3), new double[15]));
        Assert.Contains($"w.npy: the weight in row 2, column 2 (from 0) {expected}", e.Message);
    }

    [Fact]
    public void RastersOfOtherSizesAreRefused()
    {
        Write("z.npy", k => k);
        using (IRasterWriter writer = RasterWriterFactory.Create(
            _directory.File("w.npy"), 5, 7, type: RasterElementType.Float64))
        {
            writer.Write(new PixelRectangle(0, 0, 5, 7), new double[35]);
            writer.Complete();
        }

        var e = Assert.Throws<InputException>(() => Open("z.npy", new PixelSelection("w.npy", null, null)));
        Assert.Contains("w.npy has 5 × 7 px, but", e.Message);
        Assert.StartsWith("--weights", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InputException>(() => Open("z.npy", new PixelSelection(null, "w.npy", null)));
        Assert.StartsWith("--mask", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintIsThatOfAllParts()
    {
        Write("z.npy", k => k);
        Write("a.npy", _ => 1);
        Write("b.npy", _ => 2);
        PixelSelection[] selections =
        [
            PixelSelection.All, new("a.npy", null, null), new("b.npy", null, null), new(null, "a.npy", null),
            new(null, null, 5), new(null, null, 6), new("a.npy", "b.npy", 6),
        ];
        Assert.Equal(selections.Length, selections.Select(FingerprintOf).Distinct().Count());
        Assert.Equal(FingerprintOf(selections[^1]), FingerprintOf(selections[^1]));
    }

    private string FingerprintOf(PixelSelection selection)
    {
        using IRaster raster = Open("z.npy", selection);
        Assert.Equal(raster.Fingerprint, raster.ComputeFingerprint());
        return raster.Fingerprint;
    }

    private (double[] Values, double[] Weights) Read(string name, PixelSelection selection)
    {
        using IRaster raster = Open(name, selection);
        double[] values = new double[All.Area], weights = new double[All.Area];
        raster.ReadWeighted(All, values, weights);
        return (values, weights);
    }

    private IRaster Open(string name, PixelSelection selection) =>
        selection.Apply(RasterFactory.Open(_directory.File(name)), path => RasterFactory.Open(_directory.File(path)));

    private void Write(string name, Func<int, double> value)
    {
        using IRasterWriter writer = RasterWriterFactory.Create(
            _directory.File(name), Width, Height, type: RasterElementType.Float64);
        writer.Write(All, [.. Enumerable.Range(0, Width * Height).Select(value)]);
        writer.Complete();
    }
}
