using TiledFit.Core.Model;

namespace TiledFit.Engine.Rendering;

/// <summary>
/// A regular grid of sample positions: column i, row j lies at (X + i·Step, Y + j·Step) in pixel coordinates.
/// </summary>
/// <param name="X">Column of the first sample, px.</param>
/// <param name="Y">Row of the first sample, px.</param>
/// <param name="Step">Distance between neighbours, px.</param>
/// <param name="Width">Samples in a row.</param>
/// <param name="Height">Rows of samples.</param>
public readonly record struct SampleGrid(double X, double Y, double Step, int Width, int Height)
{
    /// <summary>One sample at the centre of every pixel of a window.</summary>
    public static SampleGrid Of(PixelRectangle window) => new(window.X, window.Y, 1, window.Width, window.Height);
}
