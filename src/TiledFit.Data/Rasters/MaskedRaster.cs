using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>
/// A raster of which some pixels do not count: weight 0, mask 0, saturated and nodata all read as NaN, so that nothing
/// behind it can tell them apart.
/// </summary>
internal sealed class MaskedRaster : IRaster
{
    private readonly IRaster _raster;
    private readonly IRaster? _weights, _mask;
    private readonly double _saturation;
    private readonly Lazy<string> _fingerprint;

    /// <summary>The raster with what masks it; all are disposed of with this one.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="weights">Weights of the same size, or null.</param>
    /// <param name="mask">Neither 0 nor without data where a pixel counts, of the same size, or null.</param>
    /// <param name="saturation">Pixels from here on do not count; null for none.</param>
    /// <exception cref="InputException">Sizes differ.</exception>
    public MaskedRaster(IRaster raster, IRaster? weights, IRaster? mask, double? saturation)
    {
        (_raster, _weights, _mask) = (raster, weights, mask);
        _saturation = saturation ?? double.PositiveInfinity;
        _fingerprint = new Lazy<string>(() => Combine(part => part.Fingerprint));
        CheckSize("--weights", weights);
        CheckSize("--mask", mask);
    }

    /// <inheritdoc/>
    public RasterInfo Info => _raster.Info;

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public bool HasWeights => _weights is not null;

    /// <inheritdoc/>
    public string ComputeFingerprint() => Combine(part => part.ComputeFingerprint());

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        if (_weights is null)
        {
            ReadMasked(window, values);
            return;
        }

        double[] weights = ArrayPool<double>.Shared.Rent(values.Length);
        ReadWeighted(window, values, weights.AsSpan(0, values.Length));
        ArrayPool<double>.Shared.Return(weights);
    }

    /// <inheritdoc/>
    public void ReadWeighted(PixelRectangle window, Span<double> values, Span<double> weights)
    {
        ReadMasked(window, values);
        if (_weights is null)
        {
            weights.Fill(1);
            return;
        }

        _weights.Read(window, weights);
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsNaN(values[k]))
            {
                values[k] = WeightAt(window, k, weights[k]) > 0 ? values[k] : double.NaN;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _raster.Dispose();
        _weights?.Dispose();
        _mask?.Dispose();
    }

    private void ReadMasked(PixelRectangle window, Span<double> values)
    {
        _raster.Read(window, values);
        foreach (ref double value in values)
        {
            value = value >= _saturation ? double.NaN : value;
        }

        if (_mask is null)
        {
            return;
        }

        double[] mask = ArrayPool<double>.Shared.Rent(values.Length);
        _mask.Read(window, mask.AsSpan(0, values.Length));
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = mask[k] == 0 || double.IsNaN(mask[k]) ? double.NaN : values[k];
        }

        ArrayPool<double>.Shared.Return(mask);
    }

    // A raster reads as NaN what is not finite.
    private double WeightAt(PixelRectangle window, int index, double weight) => weight >= 0
        ? weight
        : throw new InputException(
            $"{_weights!.Info.Path}: the weight in row {window.Y + index / window.Width}, column "
            + $"{window.X + index % window.Width} (from 0) is "
            + (weight < 0 ? weight.ToString(CultureInfo.InvariantCulture) : "nodata, NaN or infinite")
            + "; weights are finite and not negative, 0 where a pixel is not to count");

    private void CheckSize(string option, IRaster? other)
    {
        RasterInfo info = _raster.Info;
        if (other is not null && (other.Info.Width, other.Info.Height) != (info.Width, info.Height))
        {
            throw new InputException(
                $"{option} {other.Info.Path} has {other.Info.Width} × {other.Info.Height} px, but {info.Path} has "
                + $"{info.Width} × {info.Height}; give a raster of the same size");
        }
    }

    private string Combine(Func<IRaster, string> fingerprintOf)
    {
        string?[] parts =
        [
            fingerprintOf(_raster),
            _weights is null ? null : fingerprintOf(_weights),
            _mask is null ? null : fingerprintOf(_mask),
            _saturation.ToString("R", CultureInfo.InvariantCulture),
        ];
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
