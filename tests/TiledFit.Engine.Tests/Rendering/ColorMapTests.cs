using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Rendering;

public class ColorMapTests
{
    [Theory]
    [InlineData(0, 0x440154)]
    [InlineData(0.5, 0x21918C)]
    [InlineData(1, 0xFDE725)]
    [InlineData(-3, 0x440154)]
    [InlineData(7, 0xFDE725)]
    public void ViridisAtItsControlPoints(double share, int code) =>
        Assert.Equal(Rgb.Hex(code), ColorMap.Viridis.ColorAt(share));

    [Fact]
    public void ViridisGetsLighterAllTheWay()
    {
        double[] luminance =
            Enumerable.Range(0, 257).Select(i => Luminance(ColorMap.Viridis.ColorAt(i / 256.0))).ToArray();
        Assert.All(luminance.Zip(luminance.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 0.004));
    }

    [Fact]
    public void TheDivergingMapIsWhitestInTheMiddle()
    {
        Rgb middle = ColorMap.BlueWhiteRed.ColorAt(0.5);
        Assert.Equal(Rgb.Hex(0xF7F7F7), middle);
        Assert.True(ColorMap.BlueWhiteRed.ColorAt(0.2) is { } low && low.B > low.R);
        Assert.True(ColorMap.BlueWhiteRed.ColorAt(0.8) is { } high && high.R > high.B);
    }

    [Fact]
    public void RangesLeaveOutliersAside()
    {
        IEnumerable<double> values = Enumerable.Range(0, 1000).Select(i => (double)i).Append(1e9).Append(double.NaN);
        Assert.Equal(new ValueRange(2, 998, true, true), ValueRange.Of(values));
        Assert.Equal(new ValueRange(-996, 996, true, true), ValueRange.SymmetricOf(values));
        Assert.Equal(new ValueRange(6.5, 7.5, false, false), ValueRange.Of([7, 7, 7]));
        Assert.Equal(new ValueRange(-0.5, 0.5, false, false), ValueRange.SymmetricOf([0, 0]));
        Assert.Equal(new ValueRange(0, 1, false, false), ValueRange.Of([double.NaN]));
    }

    /// <summary>Relative luminance of sRGB (IEC 61966-2-1).</summary>
    private static double Luminance(Rgb color)
    {
        static double Linear(byte value) =>
            value <= 10 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);
    }
}
