using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Seeding;

/// <summary>A residual that Gaussians are compared with and taken off; its own copy.</summary>
internal sealed unsafe class TemplateWindow
{
    private readonly AlignedBuffer _residual = new(), _valid = new();
    private readonly PixelRectangle _bounds;
    private readonly bool _isWhole, _allowsNegative;

    /// <summary>A window that starts as a residual.</summary>
    /// <param name="residual">Copied.</param>
    /// <param name="allowsNegative">Whether amplitudes may be of either sign.</param>
    public TemplateWindow(ResidualWindow residual, bool allowsNegative = false)
    {
        _allowsNegative = allowsNegative;
        _bounds = residual.Bounds;
        _isWhole = residual.Values.All(double.IsFinite);
        _residual.Reserve(PixelPlane.LengthFor(_bounds));
        if (!_isWhole)
        {
            _valid.Reserve(PixelPlane.LengthFor(_bounds));
        }

        for (int row = 0; row < _bounds.Height; row++)
        {
            Fill(residual.Values.AsSpan(row * _bounds.Width, _bounds.Width), row);
        }
    }

    private PixelPlane Residual => new(_residual.Pointer, _bounds);

    private PixelPlane Valid => new(_isWhole ? null : _valid.Pointer, _bounds);

    /// <summary>
    /// The least-squares amplitude a = Σ r·g / Σ g² and the decrease of E that it brings, (Σ r·g)² / Σ g²; nothing
    /// where a would have a sign that it must not have, or no pixel is seen.
    /// </summary>
    public Candidate Project(in Gaussian shape)
    {
        (double product, double square) = ProjectionKernel.Sum(shape, Residual, Valid);
        GC.KeepAlive(this);
        return (_allowsNegative ? product != 0 : product > 0) && square > 0
            ? new Candidate(shape with { Amplitude = product / square }, product * product / square)
            : new Candidate(shape with { Amplitude = 0 }, 0);
    }

    /// <summary>r ← r − a·g.</summary>
    public void Subtract(in Gaussian shape)
    {
        ModelKernel.Add(shape, -1, Residual);
        GC.KeepAlive(this);
    }

    private void Fill(ReadOnlySpan<double> source, int row)
    {
        Span<double> residual = Residual.RowSpan(row);
        if (_isWhole)
        {
            source.CopyTo(residual);
            return;
        }

        Span<double> valid = Valid.RowSpan(row);
        for (int column = 0; column < source.Length; column++)
        {
            bool isValid = double.IsFinite(source[column]);
            (residual[column], valid[column]) = isValid ? (source[column], 1) : (0, 0);
        }
    }
}
