using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>An element type of <c>.npy</c> files: how long it is and how it becomes a double.</summary>
internal abstract class NpyElement
{
    private static readonly Dictionary<string, NpyElement> ByCode = new()
    {
        ["i1"] = new NpyElement<sbyte>("Int8"),
        ["u1"] = new NpyElement<byte>("Byte"),
        ["i2"] = new NpyElement<short>("Int16"),
        ["u2"] = new NpyElement<ushort>("UInt16"),
        ["i4"] = new NpyElement<int>("Int32"),
        ["u4"] = new NpyElement<uint>("UInt32"),
        ["i8"] = new NpyElement<long>("Int64"),
        ["u8"] = new NpyElement<ulong>("UInt64"),
        ["f2"] = new NpyElement<Half>("Float16"),
        ["f4"] = new NpyElement<float>("Float32"),
        ["f8"] = new NpyElement<double>("Float64"),
    };

    protected NpyElement(string name, int size) => (Name, Size) = (name, size);

    /// <summary>In GDAL's words.</summary>
    public string Name { get; }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>The type of a NumPy code without its byte order, such as "f4"; null when it is not a real number.
    /// </summary>
    public static NpyElement? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// Decodes stored elements; those equal to <paramref name="noData"/>, NaN and infinities become NaN.
    /// </summary>
    /// <param name="stored">Whole elements; its bytes are turned round in place when swapped.</param>
    /// <param name="swapped">Whether the byte order is not this machine's.</param>
    /// <param name="noData">The value that means "no data".</param>
    /// <param name="values">One for each element.</param>
    public void Decode(Span<byte> stored, bool swapped, double? noData, Span<double> values)
    {
        if (swapped)
        {
            SwapBytes(stored);
        }

        Convert(stored, noData, values);
    }

    protected abstract void Convert(ReadOnlySpan<byte> stored, double? noData, Span<double> values);

    private void SwapBytes(Span<byte> stored)
    {
        switch (Size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(stored);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> doubleWords = MemoryMarshal.Cast<byte, uint>(stored);
                BinaryPrimitives.ReverseEndianness(doubleWords, doubleWords);
                break;
            case 8:
                Span<ulong> quadWords = MemoryMarshal.Cast<byte, ulong>(stored);
                BinaryPrimitives.ReverseEndianness(quadWords, quadWords);
                break;
        }
    }
}
