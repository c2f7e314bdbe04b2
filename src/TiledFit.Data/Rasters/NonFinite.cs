using System.Numerics;
using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>A value that is not a finite number counts as missing.</summary>
internal static class NonFinite
{
    /// <summary>Replaces infinities, and NaN of any bit pattern, by the one NaN.</summary>
    public static void ToNaN(Span<double> values)
    {
        Span<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (ref Vector<double> v in vectors)
        {
            // False for NaN.
            Vector<long> finite = Vector.LessThanOrEqual(Vector.Abs(v), new Vector<double>(double.MaxValue));
            v = Vector.ConditionalSelect(finite, v, new Vector<double>(double.NaN));
        }

        foreach (ref double value in values[(vectors.Length * Vector<double>.Count)..])
        {
            if (!double.IsFinite(value))
            {
                value = double.NaN;
            }
        }
    }
}
