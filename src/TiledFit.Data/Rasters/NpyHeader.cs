using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Rasters;

/// <summary>
/// The header of a <c>.npy</c> file (NumPy Enhancement Proposal 1; versions 1 to 3 of the format): a magic string, two
/// bytes of version, the header's length (two bytes in version 1, four after), and a Python dictionary with the keys
/// descr, fortran_order and shape.
/// </summary>
/// <param name="Element">Type of the elements.</param>
/// <param name="BigEndian">Their byte order.</param>
/// <param name="Shape">Slowest axis first, without empty axes.</param>
/// <param name="DataOffset">Where the elements start.</param>
internal sealed partial record NpyHeader(NpyElement Element, bool BigEndian, IReadOnlyList<long> Shape, long DataOffset)
{
    /// <summary>A dictionary with these three keys is some hundred bytes long; more is damage or an attack.</summary>
    private const int LongestDictionary = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads and checks the header; the elements may still be missing.</summary>
    /// <exception cref="InputException">Not a file that can be read as a raster.</exception>
    public static NpyHeader Read(IRandomAccessFile file, string path)
    {
        Span<byte> start = stackalloc byte[12];
        start = start[..file.Read(start, 0)];
        if (start.Length < 10 || !start.StartsWith(Magic))
        {
            throw new InputException($"{path}: is not a .npy file (wrong magic string at its start)");
        }

        (int length, int offset) = DictionaryExtent(start, path);
        if (length is <= 0 or > LongestDictionary || offset + length > file.Length)
        {
            throw new InputException(
                $"{path}: damaged .npy header: its length is given as {(uint)length} bytes, and the file has " +
                $"{file.Length}");
        }

        byte[] dictionary = new byte[length];
        file.Read(dictionary, offset);
        return Parse(Encoding.UTF8.GetString(dictionary), offset + length, path);
    }

    /// <summary>A descr as NumPy writes one, such as "&lt;f4".</summary>
    public static byte[] Format(string descr, int height, int width)
    {
        string dictionary = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({height}, {width}), }}";
        // The elements start at a multiple of 64, as NumPy has it; a line feed ends the header.
        int total = (Magic.Length + 4 + dictionary.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[total];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(total - 10)));
        Encoding.ASCII.GetBytes(dictionary.PadRight(total - 11) + "\n", header.AsSpan(10));
        return header;
    }

    private static (int Length, int Offset) DictionaryExtent(ReadOnlySpan<byte> start, string path) => start[6] switch
    {
        1 => (BinaryPrimitives.ReadUInt16LittleEndian(start[8..]), 10),
        2 or 3 when start.Length == 12 => (BinaryPrimitives.ReadInt32LittleEndian(start[8..]), 12),
        2 or 3 => throw new InputException($"{path}: damaged .npy header: the file has only {start.Length} bytes"),
        byte version => throw new InputException(
            $"{path}: version {version} of the .npy format is unknown (1 to 3 are)"),
    };

    private static NpyHeader Parse(string dictionary, long dataOffset, string path)
    {
        Match descr = Descr().Match(dictionary);
        Match order = FortranOrder().Match(dictionary);
        Match shape = ShapeOf().Match(dictionary);
        if (!descr.Success || !order.Success || !shape.Success)
        {
            throw new InputException($"{path}: damaged .npy header: it lacks descr, fortran_order or shape");
        }

        (NpyElement element, bool bigEndian) = ParseDescr(descr.Groups[1].Value, path);
        if (order.Groups[1].Value == "True")
        {
            throw new InputException(
                $"{path}: is in Fortran order; save it with numpy.save(path, numpy.ascontiguousarray(z))");
        }

        return new NpyHeader(element, bigEndian, ParseShape(shape.Groups[1].Value, path), dataOffset);
    }

    private static (NpyElement Element, bool BigEndian) ParseDescr(string descr, string path)
    {
        if (descr.StartsWith('['))
        {
            throw new InputException($"{path}: has structured elements; save one field of them as numbers");
        }

        string code = descr.Trim('\'', '"');
        if (code.Length >= 2 && code[0] is '<' or '>' or '|' or '=' && NpyElement.Find(code[1..]) is NpyElement element)
        {
            return (element, code[0] == '>' || (code[0] == '=' && !BitConverter.IsLittleEndian));
        }

        string kind = code.Length < 2 ? "unknown" : code[1] switch
        {
            'c' => "complex",
            'O' => "object",
            'V' => "structured",
            'S' or 'U' => "text",
            'b' => "boolean",
            'm' or 'M' => "time",
            _ => "unsupported",
        };
        throw new InputException(
            $"{path}: has elements of {kind} type '{code}'; save it as integers or floats of up to 8 bytes");
    }

    private static long[] ParseShape(string shape, string path)
    {
        string[] axes = shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        long[] lengths = new long[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            if (!long.TryParse(axes[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]))
            {
                throw new InputException($"{path}: damaged .npy header: impossible shape ({shape.Trim()})");
            }
        }

        return lengths;
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*('[^']*'|"[^"]*"|\[)""")]
    private static partial Regex Descr();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex FortranOrder();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapeOf();
}
