using System.Security.Cryptography;
using System.Text;
using TiledFit.Engine.Journals;

namespace TiledFit.Engine.Tests.Journals;

public class JournalFrameTests
{
    [Fact]
    public void TheHeaderIsTheDocumentedOne()
    {
        byte[] bytes = JournalFrame.Wrap(JournalContent.Step, [7, 8, 9]);
        Assert.Equal("TILEDFIT", Encoding.ASCII.GetString(bytes, 0, 8));
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0], bytes[8..24]);
        Assert.Equal(SHA256.HashData([.. bytes[..24], 7, 8, 9])[..8], bytes[24..32]);
        Assert.Equal([7, 8, 9], bytes[32..]);
    }

    [Theory]
    [InlineData(0, 7, "not written by this program")]
    [InlineData(8, 2, "format version 2")]
    [InlineData(12, 1, "checksum")]
    [InlineData(16, 4, "should hold 4 bytes after its header and holds 3")]
    [InlineData(23, 0xFF, "after its header and holds 3")]
    [InlineData(24, 7, "checksum")]
    [InlineData(34, 7, "checksum")]
    public void DamageIsNamed(int place, byte value, string message)
    {
        byte[] bytes = JournalFrame.Wrap(JournalContent.Step, [1, 2, 3]);
        bytes[place] = value;
        Assert.Contains(
            message, Assert.Throws<InvalidDataException>(() => Unwrap(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherContentIsRefused() =>
        Assert.Throws<InvalidDataException>(() => Unwrap(JournalFrame.Wrap(JournalContent.State, [1])));

    private static byte[] Unwrap(byte[] bytes) => JournalFrame.Unwrap(JournalContent.Step, bytes).ToArray();
}
