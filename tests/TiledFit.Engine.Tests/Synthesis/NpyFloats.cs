using System.Buffers.Binary;
using System.Text;

namespace TiledFit.Engine.Tests.Synthesis;

/// <summary>A float32 .npy file, taken apart byte by byte as NumPy's format description (NEP 1) has it.</summary>
internal sealed record NpyFloats(string Header, float[] Values)
{
    public static NpyFloats Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal("\u0093NUMPY\u0001\0", Encoding.Latin1.GetString(bytes, 0, 8));
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        var values = new float[(bytes.Length - start) / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + 4 * i));
        }

        return new NpyFloats(Encoding.ASCII.GetString(bytes, 10, start - 10), values);
    }
}
