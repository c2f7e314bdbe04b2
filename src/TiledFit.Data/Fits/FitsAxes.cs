using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Fits;

/// <summary>
/// Which of an image's axes are the raster's columns and rows: the first two longer than 1. The others of length 1 are
/// dropped; of those that are longer, the user names a plane.
/// </summary>
internal sealed class FitsAxes
{
    private readonly int[] _positions;

    private FitsAxes(int column, int row, int[] positions, long[] lengths)
    {
        (Column, Row, _positions) = (column, row, positions);
        (Width, Height) = ((int)lengths[column], (int)lengths[row]);
    }

    /// <summary>Axes of the image.</summary>
    public int Count => _positions.Length;

    /// <summary>The axis of the columns, from 0.</summary>
    public int Column { get; }

    /// <summary>The axis of the rows, from 0.</summary>
    public int Row { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>For each axis but the columns' and rows', where on it the plane stands, from 1.</summary>
    public IReadOnlyList<int> Positions => _positions;

    /// <summary>Chooses the axes.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="lengths">Of the image's axes.</param>
    /// <param name="plane">Positions from 1 on the axes longer than 1 beyond the first two, separated by commas; null
    /// where there are none.</param>
    /// <exception cref="InputException">Fewer than two axes, too long ones, or the plane does not fit the axes.
    /// </exception>
    public static FitsAxes Choose(string path, long[] lengths, string? plane)
    {
        string shown = string.Join(" × ", lengths);
        if (lengths.Length < 2)
        {
            throw new InputException($"{path}: its image has one axis of {shown}; a raster has two");
        }

        if (lengths.Any(length => length > int.MaxValue))
        {
            throw new InputException($"{path}: its image is {shown}; no axis may be longer than {int.MaxValue}");
        }

        int[] inPlane = [.. Enumerable.Range(0, lengths.Length).OrderBy(axis => lengths[axis] > 1 ? 0 : 1).Take(2)
            .Order()];
        int[] further = [.. Enumerable.Range(0, lengths.Length).Where(axis => lengths[axis] > 1).Except(inPlane)];
        int[] positions = [.. lengths.Select(_ => 1)];
        int[] named = Parse(path, plane);
        if (named.Length != further.Length)
        {
            throw new InputException(Mismatch(path, shown, lengths, further, plane));
        }

        foreach ((int axis, int position) in further.Zip(named))
        {
            positions[axis] = position <= lengths[axis]
                ? position
                : throw new InputException(
                    $"{path}: --plane {plane}: axis {axis + 1} has planes 1 to {lengths[axis]}");
        }

        return new FitsAxes(inPlane[0], inPlane[1], positions, lengths);
    }

    /// <summary>First and last position on an axis, from 1, of a window of columns and rows from 0.</summary>
    public (int First, int Last) Range(int axis, PixelRectangle window) =>
        axis == Column ? (window.X + 1, window.Right)
        : axis == Row ? (window.Y + 1, window.Bottom)
        : (_positions[axis], _positions[axis]);

    private static int[] Parse(string path, string? plane)
    {
        if (plane is null)
        {
            return [];
        }

        string[] parts = plane.Split(',');
        int[] numbers = [.. parts.Select(part => int.TryParse(
            part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return numbers.All(number => number > 0)
            ? numbers
            : throw new InputException(
                $"{path}: --plane '{plane}' is no number from 1, or several with commas between");
    }

    private static string Mismatch(string path, string shown, long[] lengths, int[] further, string? plane)
    {
        if (further.Length == 0)
        {
            return $"{path}: --plane {plane}: the image, {shown}, has no further axis; leave --plane out";
        }

        string axes = string.Join(", ", further.Select(axis => $"axis {axis + 1} (1 to {lengths[axis]})"));
        string letters = string.Join(',', further.Select((_, i) => (char)('K' + i)));
        return plane is null
            ? $"{path}: its image is {shown}; name one plane by --plane {letters}, on {axes}"
            : $"{path}: --plane {plane}: its image is {shown}; give one number each on {axes}";
    }
}
