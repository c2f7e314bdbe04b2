using MathNet.Numerics.Statistics;
using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>
/// Takes the robust statistics of a window. Blocks of 16 × 16 px, at most 16 × 16 of them spread evenly over the
/// window, give medians and scatters; 4 × 4 patches of blocks give levels. Where so few pixels have data that no block
/// is half full, the sides of blocks are doubled until one holds as many pixels, or is the window.
/// </summary>
internal sealed class WindowSurvey
{
    private const int BlockSide = 16, MostBlocks = 16, PatchesPerSide = 4;

    private const double LowShare = 0.005;

    // Half a block of 16 × 16 px.
    private const int EnoughPixels = BlockSide * BlockSide / 2;

    // Of fewer differences a median tells less than the scatter of the values, which is above the noise in any case.
    private const int EnoughDifferences = 8;

    private readonly PixelRectangle _bounds;
    private readonly List<double> _sample = [], _first = [], _second = [], _scatters = [];
    private readonly List<(double X, double Y, double Median)>[] _patches;
    private long _count;
    private double _minimum = double.PositiveInfinity, _maximum = double.NegativeInfinity;
    private int _minimumAt;

    public WindowSurvey(PixelRectangle bounds)
    {
        _bounds = bounds;
        _patches = new List<(double, double, double)>[PatchesPerSide * PatchesPerSide];
        for (int patch = 0; patch < _patches.Length; patch++)
        {
            _patches[patch] = [];
        }
    }

    /// <summary>The statistics of the window's pixels, row by row; not finite where there is no data.</summary>
    public WindowStatistics Run(ReadOnlySpan<double> pixels)
    {
        NoteRange(pixels);
        for (int side = BlockSide; _count > 0 && _scatters.Count == 0; side *= 2)
        {
            NoteBlocks(pixels, side);
        }

        return Summarise();
    }

    /// <summary>The count and the range alone.</summary>
    public WindowStatistics RunRange(ReadOnlySpan<double> pixels)
    {
        NoteRange(pixels);
        return Located(new WindowStatistics(_count, _minimum, _maximum, _minimum, 0, 0, 0, 0, []));
    }

    private WindowStatistics Located(WindowStatistics statistics) => _count == 0 ? statistics : statistics with
    {
        MinimumColumn = _bounds.X + _minimumAt % _bounds.Width,
        MinimumRow = _bounds.Y + _minimumAt / _bounds.Width,
    };

    /// <summary>First pixel and side of blocks spread evenly over a length; a short length is one block.</summary>
    private static (int First, int Side)[] Blocks(int length, int side)
    {
        int shown = Math.Min(length, side), count = Math.Clamp(length / side, 1, MostBlocks);
        long room = length - shown, gaps = Math.Max(1, count - 1);
        return [.. Enumerable.Range(0, count).Select(k => ((int)(k * room / gaps), shown))];
    }

    // Number and range of the finite values.
    private void NoteRange(ReadOnlySpan<double> pixels)
    {
        for (int k = 0; k < pixels.Length; k++)
        {
            double z = pixels[k];
            if (double.IsFinite(z))
            {
                _count++;
                (_minimum, _minimumAt) = z < _minimum ? (z, k) : (_minimum, _minimumAt);
                _maximum = Math.Max(_maximum, z);
            }
        }
    }

    private void NoteBlocks(ReadOnlySpan<double> pixels, int side)
    {
        _sample.Clear();
        _first.Clear();
        _second.Clear();
        (int first, int step)[] columns = Blocks(_bounds.Width, side), rows = Blocks(_bounds.Height, side);
        for (int j = 0; j < rows.Length; j++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                var block = new PixelRectangle(columns[i].first, rows[j].first, columns[i].step, rows[j].step);
                int patch = PatchesPerSide * j / rows.Length * PatchesPerSide + PatchesPerSide * i / columns.Length;
                NoteBlock(pixels, block, _patches[patch]);
            }
        }
    }

    private void NoteBlock(
        ReadOnlySpan<double> pixels, PixelRectangle block, List<(double X, double Y, double Median)> patch)
    {
        var valid = new List<double>((int)block.Area);
        for (int y = block.Y; y < block.Bottom; y++)
        {
            for (int x = block.X; x < block.Right; x++)
            {
                double z = pixels[y * _bounds.Width + x];
                if (double.IsFinite(z))
                {
                    valid.Add(z);
                    NoteDifferences(pixels, x, y, x - block.X, 1);
                    NoteDifferences(pixels, x, y, y - block.Y, _bounds.Width);
                }
            }
        }

        if (valid.Count == 0)
        {
            return;
        }

        _sample.AddRange(valid);
        bool isWindow = block.Width == _bounds.Width && block.Height == _bounds.Height;
        if (isWindow || 2 * valid.Count >= Math.Min(block.Area, 2 * EnoughPixels))
        {
            double median = RobustScale.Median(valid);
            patch.Add((
                _bounds.X + block.X + 0.5 * (block.Width - 1), _bounds.Y + block.Y + 0.5 * (block.Height - 1), median));
            _scatters.Add(RobustScale.AroundZero([.. valid.Where(z => z <= median).Select(z => z - median)]));
        }
    }

    /// <summary>Differences with the one and two pixels before, as far as they lie in the block.</summary>
    private void NoteDifferences(ReadOnlySpan<double> pixels, int x, int y, int before, int stride)
    {
        int here = y * _bounds.Width + x;
        double first = before >= 1 ? pixels[here] - pixels[here - stride] : double.NaN;
        double second = before >= 2 ? first - (pixels[here - stride] - pixels[here - 2 * stride]) : double.NaN;
        if (double.IsFinite(first))
        {
            _first.Add(first);
        }

        if (double.IsFinite(second))
        {
            _second.Add(second);
        }
    }

    private WindowStatistics Summarise()
    {
        var levels = new List<PatchLevel>();
        var deviations = new List<double>();
        foreach (List<(double X, double Y, double Median)> blocks in _patches.Where(blocks => blocks.Count > 0))
        {
            double level = RobustScale.Median([.. blocks.Select(block => block.Median)]);
            levels.Add(new PatchLevel(blocks.Average(block => block.X), blocks.Average(block => block.Y), level));
            if (blocks.Count > 1)
            {
                deviations.AddRange(blocks.Select(block => block.Median - level));
            }
        }

        double scatter = RobustScale.Median(_scatters);
        return Located(new WindowStatistics(
            _count,
            _minimum,
            _maximum,
            _sample.Count == 0 ? double.PositiveInfinity : ArrayStatistics.QuantileInplace([.. _sample], LowShare),
            _second.Count < EnoughDifferences ? scatter : RobustScale.AroundZero(_second) / Math.Sqrt(6),
            _first.Count < EnoughDifferences ? Math.Sqrt(2) * scatter : RobustScale.AroundZero(_first),
            scatter,
            RobustScale.AroundZero(deviations),
            levels));
    }
}
