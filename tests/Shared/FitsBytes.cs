using System.Buffers.Binary;
using System.Text;

namespace TiledFit.Tests.Shared;

/// <summary>Small FITS files, put together by the rules of FITS 4.0, sections 3 and 4.</summary>
internal static class FitsBytes
{
    private const int BlockLength = 2880;

    /// <summary>A primary unit with an image.</summary>
    /// <param name="bitPix">8, 16, 32, 64, −32 or −64.</param>
    /// <param name="lengths">NAXIS1 first.</param>
    /// <param name="stored">The pixels, the first axis fastest.</param>
    /// <param name="cards">Further cards, such as "BZERO   = 1".</param>
    public static byte[] Primary(int bitPix, long[] lengths, double[] stored, params string[] cards) =>
        Unit("SIMPLE  =                    T", bitPix, lengths, stored, cards);

    /// <summary>An extension with an image.</summary>
    public static byte[] Extension(int bitPix, long[] lengths, double[] stored, params string[] cards) =>
        Unit("XTENSION= 'IMAGE   '", bitPix, lengths, stored, ["PCOUNT  = 0", "GCOUNT  = 1", .. cards]);

    private static byte[] Unit(string first, int bitPix, long[] lengths, double[] stored, string[] cards)
    {
        string[] all =
        [
            first, $"BITPIX  = {bitPix}", $"NAXIS   = {lengths.Length}",
            .. lengths.Select((length, i) => $"NAXIS{i + 1,-3}= {length}"), .. cards, "END",
        ];
        byte[] header = Encoding.ASCII.GetBytes(string.Concat(all.Select(card => card.PadRight(80))));
        return [.. Padded(header, (byte)' '), .. Padded([.. stored.SelectMany(value => Pixel(bitPix, value))], 0)];
    }

    private static byte[] Padded(byte[] bytes, byte filler) =>
        [.. bytes, .. Enumerable.Repeat(filler, (BlockLength - bytes.Length % BlockLength) % BlockLength)];

    private static byte[] Pixel(int bitPix, double value)
    {
        byte[] bytes = new byte[Math.Abs(bitPix) / 8];
        switch (bitPix)
        {
            case 8: bytes[0] = (byte)value; break;
            case 16: BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value); break;
            case 32: BinaryPrimitives.WriteInt32BigEndian(bytes, (int)value); break;
            case 64: BinaryPrimitives.WriteInt64BigEndian(bytes, (long)value); break;
            case -32: BinaryPrimitives.WriteSingleBigEndian(bytes, (float)value); break;
            default: BinaryPrimitives.WriteDoubleBigEndian(bytes, value); break;
        }

        return bytes;
    }
}
