using TiledFit.Core.Model;

namespace TiledFit.Engine.Rendering;

/// <summary>
/// The model of a fit whose components need not all be in memory: of each tile it knows the box that their supports
/// reach. Safe to use from several threads.
/// </summary>
internal sealed class TiledModel
{
    private readonly FittedComponents _components;
    private readonly Background _background;
    private readonly double[] _left, _right;
    private readonly IntervalIndex _rows;

    /// <summary>Looks at all components once.</summary>
    public TiledModel(FittedComponents components, Background background)
    {
        _components = components;
        _background = background;
        int tiles = components.TileCount;
        (_left, _right) = (new double[tiles], new double[tiles]);
        (double[] top, double[] bottom) = (new double[tiles], new double[tiles]);
        for (int tile = 0; tile < tiles; tile++)
        {
            Gaussian[] shapes = ShapesOf(tile);
            _left[tile] = shapes.Select(g => g.X - g.HalfWidth).DefaultIfEmpty(double.PositiveInfinity).Min();
            _right[tile] = shapes.Select(g => g.X + g.HalfWidth).DefaultIfEmpty(double.NegativeInfinity).Max();
            top[tile] = shapes.Select(g => g.Y - g.HalfHeight).DefaultIfEmpty(double.PositiveInfinity).Min();
            bottom[tile] = shapes.Select(g => g.Y + g.HalfHeight).DefaultIfEmpty(double.NegativeInfinity).Max();
        }

        _rows = new IntervalIndex(top, bottom);
    }

    /// <summary>The model where it is asked for in a window only.</summary>
    public ModelRenderer Over(PixelRectangle window)
    {
        IEnumerable<Gaussian> reaching = _rows.Overlapping(window.Y, window.Bottom - 1)
            .Where(tile => _right[tile] >= window.X && _left[tile] <= window.Right - 1)
            .SelectMany(ShapesOf)
            .Where(shape => Support.Reaches(shape, window));
        return new ModelRenderer(reaching, _background);
    }

    private Gaussian[] ShapesOf(int tile) => [.. _components.OfTile(tile).Select(component => component.Shape)];
}
