namespace TiledFit.Core.Model;

/// <summary>
/// The one cut that objective, gradient and rendering share: a component counts only where q = ‖L⁻¹(x − c)‖² ≤ R².
/// </summary>
public static class Support
{
    /// <summary>R, in standard deviations: 4e-6 of the peak is left outside.</summary>
    public const double Radius = 5;

    /// <summary>
    /// R² with a margin of 1e-10 relative, so that pixels exactly on the boundary are inside however q is rounded.
    /// </summary>
    public const double RadiusSquared = Radius * Radius * (1 + 1e-10);

    /// <summary>Whether the bounding box of a component's support meets the pixels of a window.</summary>
    public static bool Reaches(in Gaussian shape, PixelRectangle window) =>
        !window.IsEmpty
        && shape.X + shape.HalfWidth >= window.X && shape.X - shape.HalfWidth <= window.Right - 1
        && shape.Y + shape.HalfHeight >= window.Y && shape.Y - shape.HalfHeight <= window.Bottom - 1;
}
