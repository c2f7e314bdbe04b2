using TiledFit.Core.Model;

namespace TiledFit.Engine.Tests.Fits;

public class FittedComponentsTests
{
    // Two columns of tiles, of which the first, third and last are empty.
    private static readonly Component[][] Tiles = [[], [Of(5), Of(6)], [], [Of(1)], [Of(2), Of(3), Of(4)], []];

    private static readonly FittedComponents Components = new(2, Tiles);

    [Fact]
    public void RowsComeTileByTileWithTheirPlaces()
    {
        Assert.Equal(6, Components.Count);
        (long, int, int)[] expected = [(5, 1, 0), (6, 1, 0), (1, 1, 1), (2, 0, 2), (3, 0, 2), (4, 0, 2)];
        Assert.Equal(expected, Components.Select(row => (row.Component.Id, row.TileX, row.TileY)));
        Assert.Equal(Components, Enumerable.Range(0, 6).Select(index => Components[index]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Components[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Components[-1]);
    }

    [Fact]
    public void OthersTakeTheSamePlaces()
    {
        FittedComponents others = Components.With([.. Components.Select(row => Of(row.Component.Id + 10))]);
        Assert.Equal([12L, 13, 14], others.OfTile(4).Select(component => component.Id));
        Assert.Empty(others.OfTile(5));
        Assert.Equal(Components.Select(row => row.TileY), others.Select(row => row.TileY));
    }

    [Fact]
    public void WhatWasCountedMustBeThere()
    {
        var one = new FittedComponents(1, [2], _ => [Of(1)]);
        Assert.Throws<InvalidOperationException>(() => one.OfTile(0));
    }

    [Fact]
    public void NoTilesHaveNoRows() => Assert.Empty(new FittedComponents(1, []));

    private static Component Of(long id) => new(id, new Gaussian(1, id, 0, 1, 0, 1));
}
