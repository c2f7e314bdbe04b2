using TiledFit.Core;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Encodings against bytes worked out by hand from the format's description.</summary>
public sealed class EncodingTests
{
    [Fact]
    public void BitPackedRunIsTheSpecificationsExample()
    {
        // parquet-format, Encodings.md: 0…7 with three bits are 10001000 11000110 11111010.
        int[] values = new int[8];
        RunLengthHybrid.Decode([0b0000_0011, 0b1000_1000, 0b1100_0110, 0b1111_1010], 3, values);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], values);
    }

    [Fact]
    public void RepeatedAndPackedRunsFollowEachOther()
    {
        // 300 = 0x012C times 0x0205 (10 bits, so two bytes): header 600 = 0xD8 0x04; then one group of 8 one by one.
        int[] values = new int[304];
        byte[] packed = new byte[10];
        packed[0] = 3;
        RunLengthHybrid.Decode([0xD8, 0x04, 0x05, 0x02, 0x03, .. packed], 10, values);
        Assert.Equal([.. Enumerable.Repeat(0x205, 300), 3, 0, 0, 0], values);
    }

    [Fact]
    public void PresenceOfNineValues()
    {
        // Two groups: header 2·2+1; bits from the lowest: 1 0 1 1 0 0 0 1 | 1.
        bool[] present = [true, false, true, true, false, false, false, true, true];
        byte[] encoded = RunLengthHybrid.EncodePresence(present);
        Assert.Equal([0x05, 0b1000_1101, 0b0000_0001], encoded);
    }

    [Fact]
    public void PresenceOfAllIsOneRun()
    {
        Assert.Equal([0xC8, 0x01, 0x01], RunLengthHybrid.EncodePresence(Enumerable.Repeat(true, 100).ToArray()));
    }

    [Fact]
    public void DeltasAreTheSpecificationsExample()
    {
        // parquet-format, Encodings.md, example 2: 7, 5, 3, 1, 2, 3, 4, 5; smallest difference −2; stored 0 0 0 3 3 3
        // 3. Header: block 128, 4 miniblocks, 8 values, first 7; block: −2, widths 2 0 0 0, 32 values of two bits.
        byte[] bytes = [0x80, 0x01, 0x04, 0x08, 0x0E, 0x03, 2, 0, 0, 0, 0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0];
        long[] values = new long[8];
        var cursor = new ByteCursor(bytes);
        DeltaBinaryPacked.Decode(ref cursor, values);
        Assert.Equal([7, 5, 3, 1, 2, 3, 4, 5], values);
        Assert.Equal(0, cursor.Remaining);
    }

    [Fact]
    public void DeltasOfSixtyFourBitsWrapAround()
    {
        // long.MaxValue + 1 wraps to long.MinValue: smallest difference 0, one 64-bit difference of 1.
        byte[] first = Varint(ulong.MaxValue - 1);
        byte[] bytes = [0x80, 0x01, 0x04, 0x02, .. first, 0x00, 64, 0, 0, 0, 1, .. new byte[255]];
        long[] values = new long[2];
        var cursor = new ByteCursor(bytes);
        DeltaBinaryPacked.Decode(ref cursor, values);
        Assert.Equal([long.MaxValue, long.MinValue], values);
    }

    [Fact]
    public void SnappyLiteralsAndCopies()
    {
        // Length 16; literal "abcd"; copy of 4 from 4 back (one-byte offset); copy of 7 from 1 back (two-byte offset);
        // literal "e".
        byte[] bytes =
            [16, 3 << 2, .. "abcd"u8, 0b000_000_01, 4, (7 - 1) << 2 | 2, 1, 0, 0, (byte)'e'];
        byte[] output = new byte[16];
        SnappyDecoder.Decode(bytes, output);
        Assert.Equal("abcdabcdddddddde"u8.ToArray(), output);
    }

    [Theory]
    [InlineData(new byte[] { 4, 0x0C, 97 })]
    [InlineData(new byte[] { 4, 0x01, 1 })]
    [InlineData(new byte[] { 4, 0x00, 97, 0x09, 2 })]
    [InlineData(new byte[] { 4, 0x00, 97, 0x09, 0 })]
    [InlineData(new byte[] { 4, 0x00, 97 })]
    [InlineData(new byte[] { 5, 0x00, 97 })]
    [InlineData(new byte[] { 4, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void DamagedSnappyIsRefused(byte[] bytes)
    {
        Assert.Throws<InputException>(() => SnappyDecoder.Decode(bytes, new byte[4]));
    }

    [Fact]
    public void ThriftStructIsTheCompactProtocols()
    {
        // Field 1: i32 −3 (zigzag 5); field 4: binary "ab"; field 6: list of 2 i32; stop.
        var writer = new ThriftCompactWriter();
        writer.WriteStructElement(w =>
        {
            w.WriteInt32(1, -3);
            w.WriteString(4, "ab");
            w.WriteInt32s(6, [1, 150]);
        });
        Assert.Equal(
            [0x15, 0x05, 0x38, 0x02, 0x61, 0x62, 0x29, 0x25, 0x02, 0xAC, 0x02, 0x00], writer.Written.ToArray());
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        return [.. bytes, (byte)value];
    }
}
