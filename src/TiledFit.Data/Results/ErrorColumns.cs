using TiledFit.Core.Uncertainty;

namespace TiledFit.Data.Results;

/// <summary>The stored errors of a row group's components.</summary>
internal sealed class ErrorColumns(RowGroupColumns group)
{
    private readonly double?[][] _values =
        [.. ComponentTable.ErrorNames.Select(name => group.NullableDouble(name))];

    /// <summary>
    /// A component's errors, NaN where they are null; null where all of them are. The largest of the relative ones,
    /// which is not stored, is NaN.
    /// </summary>
    public ComponentErrors? this[int row]
    {
        get
        {
            double[] v = Array.ConvertAll(_values, column => column[row] ?? double.NaN);
            return Array.TrueForAll(v, double.IsNaN)
                ? null
                : new ComponentErrors(
                    v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
                    Largest: double.NaN, v[13]);
        }
    }
}
