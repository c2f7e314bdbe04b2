using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>Which supports hold pixels without data.</summary>
public static class MissingPixels
{
    /// <summary>Looks at the boxes of the supports, clipped to a window.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="components">The components.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <returns>For each component, whether there is one.</returns>
    public static unsafe bool[] Find(
        PixelRectangle bounds, ReadOnlySpan<double> pixels, IReadOnlyList<Gaussian> components,
        BandWorkspace workspace)
    {
        workspace.Model.Reserve(PixelPlane.LengthFor(bounds));
        var valid = new PixelPlane(workspace.Model.Pointer, bounds);
        for (int row = 0; row < bounds.Height; row++)
        {
            Span<double> line = valid.RowSpan(row);
            for (int column = 0; column < line.Length; column++)
            {
                line[column] = double.IsNaN(pixels[row * bounds.Width + column]) ? 0 : 1;
            }
        }

        var domain = new PixelDomain(bounds, valid);
        return
        [
            .. components.Select(g => domain.HasInvalid(
                g.X - g.HalfWidth, g.Y - g.HalfHeight, g.X + g.HalfWidth, g.Y + g.HalfHeight)),
        ];
    }
}
