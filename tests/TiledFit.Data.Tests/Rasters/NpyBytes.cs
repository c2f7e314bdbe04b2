using System.Buffers.Binary;
using System.Text;

namespace TiledFit.Data.Tests.Rasters;

/// <summary>.npy files made byte by byte.</summary>
internal static class NpyBytes
{
    public static byte[] File(string descr, string shape, byte[] elements, int version = 1, string order = "False") =>
        FromDictionary($"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n", elements, version);

    public static byte[] FromDictionary(string dictionary, byte[] elements, int version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(dictionary);
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        }

        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. elements];
    }

    /// <summary>float32, little-endian, of shape (height, width): the pixel's number in C order.</summary>
    public static byte[] Counting(int height, int width)
    {
        byte[] elements = new byte[4 * height * width];
        for (int i = 0; i < height * width; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(elements.AsSpan(4 * i), i);
        }

        return File("'<f4'", $"({height}, {width})", elements);
    }
}
