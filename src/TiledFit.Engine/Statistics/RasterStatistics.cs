using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Statistics;

/// <summary>The valid pixels of a raster, summed up.</summary>
/// <param name="Valid">How many there are.</param>
/// <param name="Minimum">Smallest value, null where there is none.</param>
/// <param name="Maximum">Largest value, null where there is none.</param>
/// <param name="Mean">Mean value, null where there is none.</param>
public sealed record RasterStatistics(long Valid, double? Minimum, double? Maximum, double? Mean)
{
    private const int LargestStripArea = 1 << 20;

    /// <summary>Reads the raster once, strip by strip; the sums do not depend on the number of threads.</summary>
    /// <param name="raster">What to read.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TiledFit.Core.InputException">The raster is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RasterStatistics Of(IRaster raster, int threads, CancellationToken cancellation = default)
    {
        PixelRectangle[] strips = Strips(raster.Info).ToArray();
        var parts = new Part[strips.Length];
        new WindowLoop(threads, cancellation).ForEach(
            Enumerable.Range(0, strips.Length), i => parts[i] = Part.Of(raster, strips[i]));
        long valid = parts.Sum(part => part.Valid);
        return valid == 0
            ? new RasterStatistics(0, null, null, null)
            : new RasterStatistics(
                valid,
                parts.Min(part => part.Minimum),
                parts.Max(part => part.Maximum),
                parts.Sum(part => part.Sum) / valid);
    }

    /// <summary>Whole rows, as many natural blocks high as stay small; of a very wide raster, pieces of them.</summary>
    private static IEnumerable<PixelRectangle> Strips(RasterInfo info)
    {
        int width = Math.Min(info.Width, LargestStripArea);
        int blocks = Math.Max(1, LargestStripArea / width / info.BlockHeight);
        int height = Math.Clamp(blocks * info.BlockHeight, 1, Math.Max(1, LargestStripArea / width));
        var raster = new PixelRectangle(0, 0, info.Width, info.Height);
        for (int y = 0; y < info.Height; y += height)
        {
            for (int x = 0; x < info.Width; x += width)
            {
                yield return raster.Intersect(new PixelRectangle(x, y, width, height));
            }
        }
    }

    private readonly record struct Part(long Valid, double Minimum, double Maximum, double Sum)
    {
        public static Part Of(IRaster raster, PixelRectangle window)
        {
            var values = new double[window.Area];
            raster.Read(window, values);
            long valid = 0;
            double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
            foreach (double value in values)
            {
                if (double.IsNaN(value))
                {
                    continue;
                }

                valid++;
                sum += value;
                (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
            }
            return new Part(valid, minimum, maximum, sum);
        }
    }
}
