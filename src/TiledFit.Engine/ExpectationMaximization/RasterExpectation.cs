using System.Collections.Concurrent;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.ExpectationMaximization;

/// <summary>
/// The E-step over a whole raster, in bands of whole rows: a sum over pixels needs no tiles. Bands run in parallel, and
/// their sums are added from top to bottom; their height depends on the raster alone, so that the bits do, too.
/// </summary>
internal sealed class RasterExpectation(
    IRaster raster, Background background, int threads, CancellationToken cancellation) : IExpectationStep
{
    // Few enough rows for the caches, and enough that a support is seldom cut by two bands.
    private const int BandPixels = 1 << 16, FewestRows = 64;

    private readonly int _rows = Math.Max(FewestRows, BandPixels / raster.Info.Width);
    private readonly ConcurrentBag<Worker> _idle = [];

    private int Bands => (raster.Info.Height - 1) / _rows + 1;

    public Expectation Run(GaussianMixture mixture)
    {
        List<int>[] reaching = Distribute(mixture.Components);
        var parts = new Expectation[Bands];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, Bands, parallel, Take, (band, _, worker) =>
        {
            parts[band] = worker.Run(raster, BoundsOf(band), background, mixture with
            {
                Components = [.. reaching[band].Select(i => mixture.Components[i])],
            });
            return worker;
        }, _idle.Add);
        return Add(parts, reaching, mixture.Components.Count);
    }

    private Worker Take() => _idle.TryTake(out Worker? worker) ? worker : new Worker();

    private PixelRectangle BoundsOf(int band)
    {
        int first = band * _rows;
        return new PixelRectangle(0, first, raster.Info.Width, Math.Min(_rows, raster.Info.Height - first));
    }

    // The components whose supports have rows in each band.
    private List<int>[] Distribute(IReadOnlyList<Gaussian> components)
    {
        List<int>[] reaching = [.. Enumerable.Range(0, Bands).Select(_ => new List<int>())];
        for (int i = 0; i < components.Count; i++)
        {
            double y = components[i].Y, half = components[i].HalfHeight, last = raster.Info.Height - 1;
            if (components[i].Amplitude > 0 && y + half >= 0 && y - half <= last)
            {
                int end = (int)Math.Min(y + half, last) / _rows;
                for (int band = (int)Math.Max(y - half, 0) / _rows; band <= end; band++)
                {
                    reaching[band].Add(i);
                }
            }
        }

        return reaching;
    }

    private static Expectation Add(Expectation[] parts, List<int>[] reaching, int count)
    {
        var components = new ResponsibilitySums[count];
        for (int band = 0; band < parts.Length; band++)
        {
            for (int k = 0; k < reaching[band].Count; k++)
            {
                components[reaching[band][k]] += parts[band].Components[k];
            }
        }

        return parts.Aggregate((sum, part) => sum + part) with { Components = components };
    }

    private sealed class Worker
    {
        private readonly BandWorkspace _workspace = new();
        private double[] _pixels = [];

        public Expectation Run(
            IRaster raster, PixelRectangle bounds, Background background, GaussianMixture mixture)
        {
            int length = checked((int)bounds.Area);
            if (_pixels.Length < length)
            {
                _pixels = new double[length];
            }

            raster.Read(bounds, _pixels.AsSpan(0, length));
            return PixelExpectation.Run(bounds, _pixels.AsSpan(0, length), background, mixture, _workspace);
        }
    }
}
