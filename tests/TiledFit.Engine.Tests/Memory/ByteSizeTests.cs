using TiledFit.Engine.Memory;

namespace TiledFit.Engine.Tests.Memory;

public class ByteSizeTests
{
    [Theory]
    [InlineData("2GiB", 2L << 30)]
    [InlineData(" 1.5 gib ", 3L << 29)]
    [InlineData("2g", 2L << 30)]
    [InlineData("800MB", 800_000_000)]
    [InlineData("64KiB", 65_536)]
    [InlineData("123456", 123_456)]
    [InlineData("7 B", 7)]
    public void SizesAreRead(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("-1GiB")]
    [InlineData("1.2.3MB")]
    [InlineData("5 apples")]
    [InlineData("99999999999TiB")]
    [InlineData("NaN")]
    public void OtherTextsAreNot(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(2L << 30, "2.0 GiB")]
    public void SizesAreWritten(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
