using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Where a component's support must stay during a step, pixel positions; infinite where nothing limits it.
/// </summary>
public readonly record struct ReachBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>No limit.</summary>
    public static ReachBox Unbounded { get; } = new(
        double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Whether the bounding box of the support lies inside.</summary>
    public bool Holds(in Gaussian gaussian)
    {
        double width = gaussian.HalfWidth, height = gaussian.HalfHeight;
        return gaussian.X - width >= Left && gaussian.X + width <= Right
            && gaussian.Y - height >= Top && gaussian.Y + height <= Bottom;
    }

    /// <summary>The common part.</summary>
    public ReachBox Intersect(ReachBox other) => new(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top),
        Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
}
