using System.Collections;
using TiledFit.Core.Model;
using TiledFit.Data.Results;

namespace TiledFit.Engine;

/// <summary>
/// The components of a fit, tile by tile, read from where the fit keeps them whenever they are asked for: they need not
/// all be in memory at once. Safe to use from several threads.
/// </summary>
public sealed class FittedComponents : IReadOnlyList<ComponentRow>
{
    private readonly int _columns;
    private readonly int[] _ends;
    private readonly Func<int, IReadOnlyList<Component>> _ofTile;

    /// <summary>Components that are kept elsewhere.</summary>
    /// <param name="columns">Columns of tiles.</param>
    /// <param name="counts">Components of each tile, row by row.</param>
    /// <param name="ofTile">Gets those of a tile, always the same.</param>
    public FittedComponents(int columns, IEnumerable<int> counts, Func<int, IReadOnlyList<Component>> ofTile)
    {
        int end = 0;
        _columns = columns;
        _ends = [.. counts.Select(count => end = checked(end + count))];
        _ofTile = ofTile;
    }

    /// <summary>Components in memory.</summary>
    /// <param name="columns">Columns of tiles.</param>
    /// <param name="tiles">The components of each tile, row by row.</param>
    public FittedComponents(int columns, IReadOnlyList<IReadOnlyList<Component>> tiles)
        : this(columns, tiles.Select(tile => tile.Count), tile => tiles[tile])
    {
    }

    /// <summary>The components of the coarse level, which come after those of the tiles.</summary>
    public IReadOnlyList<ComponentRow> Coarse { get; init; } = [];

    /// <summary>Components of all levels.</summary>
    public int Count => OfTiles + Coarse.Count;

    /// <summary>Tiles, with and without components.</summary>
    public int TileCount => _ends.Length;

    /// <summary>A row, in tile order.</summary>
    /// <param name="index">From 0.</param>
    public ComponentRow this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            if (index >= OfTiles)
            {
                return Coarse[index - OfTiles];
            }

            int place = Array.BinarySearch(_ends, index + 1);
            int tile = place >= 0 ? FirstWithEnd(place) : ~place;
            return RowOf(tile, OfTile(tile)[index - StartOf(tile)]);
        }
    }

    /// <summary>The components of a tile, by identity.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <exception cref="InvalidOperationException">They are not as many as they were said to be.</exception>
    public IReadOnlyList<Component> OfTile(int tile)
    {
        int count = _ends[tile] - StartOf(tile);
        IReadOnlyList<Component> found = count == 0 ? [] : _ofTile(tile);
        return found.Count == count ? found : throw new InvalidOperationException(
            $"tile {tile} has {found.Count} components where {count} were counted");
    }

    /// <summary>The rows of a tile.</summary>
    /// <param name="tile">Index of the tile.</param>
    public IEnumerable<ComponentRow> RowsOf(int tile) => OfTile(tile).Select(component => RowOf(tile, component));

    /// <summary>Other components in the same tiles, in memory.</summary>
    /// <param name="components">As many, in tile order.</param>
    public FittedComponents With(Component[] components) => new(
        _columns,
        [
            .. Enumerable.Range(0, TileCount)
                .Select(tile => new ArraySegment<Component>(components, StartOf(tile), _ends[tile] - StartOf(tile))),
        ]);

    /// <inheritdoc/>
    public IEnumerator<ComponentRow> GetEnumerator() =>
        Enumerable.Range(0, TileCount).SelectMany(RowsOf).Concat(Coarse).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int OfTiles => _ends.Length == 0 ? 0 : _ends[^1];

    private int StartOf(int tile) => tile == 0 ? 0 : _ends[tile - 1];

    // Empty tiles end where the one before them does.
    private int FirstWithEnd(int tile)
    {
        while (tile > 0 && _ends[tile - 1] == _ends[tile])
        {
            tile--;
        }

        return tile;
    }

    private ComponentRow RowOf(int tile, in Component component) =>
        new(component, tile % _columns, tile / _columns);
}
