using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>An element type by its .NET type.</summary>
internal sealed class NpyElement<T>(string name) : NpyElement(name, Unsafe.SizeOf<T>())
    where T : unmanaged, INumber<T>
{
    private static readonly bool IsInteger = T.CreateTruncating(0.5) == T.Zero;

    protected override void Convert(ReadOnlySpan<byte> stored, double? noData, Span<double> values)
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(stored)[..values.Length];
        int i = typeof(T) == typeof(float) ? WidenVectors(MemoryMarshal.Cast<T, float>(elements), values) : 0;
        for (; i < values.Length; i++)
        {
            values[i] = double.CreateTruncating(elements[i]);
        }

        if (noData is double value && TryStore(value, out T none))
        {
            MarkEqual(elements, none, values);
        }

        if (!IsInteger)
        {
            NonFinite.ToNaN(values);
        }
    }

    /// <summary>Whole vectors of single precision; returns how many values they are.</summary>
    private static int WidenVectors(ReadOnlySpan<float> elements, Span<double> values)
    {
        ReadOnlySpan<Vector<float>> narrow = MemoryMarshal.Cast<float, Vector<float>>(elements);
        Span<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int k = 0; k < narrow.Length; k++)
        {
            Vector.Widen(narrow[k], out wide[2 * k], out wide[(2 * k) + 1]);
        }

        return narrow.Length * Vector<float>.Count;
    }

    /// <summary>An integer type stores integers of its range only; a float type rounds.</summary>
    private static bool TryStore(double value, out T element)
    {
        element = T.CreateSaturating(value);
        return !IsInteger || double.CreateTruncating(element) == value;
    }

    private static void MarkEqual(ReadOnlySpan<T> elements, T none, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (elements[i] == none)
            {
                values[i] = double.NaN;
            }
        }
    }
}
