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
        (Expectation[] parts, List<int>[] reaching) = RunBands(mixture.Components, (worker, bounds, components) =>
            PixelExpectation.Run(
                bounds, worker.Read(raster, bounds), background, mixture with { Components = components },
                worker.Workspace));
        var sums = new ResponsibilitySums[mixture.Components.Count];
        for (int band = 0; band < Bands; band++)
        {
            for (int k = 0; k < reaching[band].Count; k++)
            {
                sums[reaching[band][k]] += parts[band].Components[k];
            }
        }

        return parts.Aggregate((sum, part) => sum + part) with { Components = sums };
    }

    /// <summary>For each component, whether its support holds pixels without data.</summary>
    public bool[] TouchNoData(IReadOnlyList<Gaussian> components)
    {
        (bool[][] parts, List<int>[] reaching) = RunBands(components, (worker, bounds, among) =>
            MissingPixels.Find(bounds, worker.Read(raster, bounds), among, worker.Workspace));
        var touch = new bool[components.Count];
        for (int band = 0; band < Bands; band++)
        {
            for (int k = 0; k < reaching[band].Count; k++)
            {
                touch[reaching[band][k]] |= parts[band][k];
            }
        }

        return touch;
    }

    private (TPart[] Parts, List<int>[] Reaching) RunBands<TPart>(
        IReadOnlyList<Gaussian> components, Func<Worker, PixelRectangle, IReadOnlyList<Gaussian>, TPart> run)
    {
        List<int>[] reaching = Distribute(components);
        var parts = new TPart[Bands];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, Bands, parallel, Take, (band, _, worker) =>
        {
            parts[band] = run(worker, BoundsOf(band), [.. reaching[band].Select(i => components[i])]);
            return worker;
        }, _idle.Add);
        return (parts, reaching);
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

    private sealed class Worker
    {
        private double[] _pixels = [];

        public BandWorkspace Workspace { get; } = new();

        public ReadOnlySpan<double> Read(IRaster raster, PixelRectangle bounds)
        {
            int length = checked((int)bounds.Area);
            if (_pixels.Length < length)
            {
                _pixels = new double[length];
            }

            Span<double> pixels = _pixels.AsSpan(0, length);
            raster.Read(bounds, pixels);
            return pixels;
        }
    }
}
