using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core;

namespace TiledFit.Tiling;

/// <summary>Whether errors are estimated, and in which noise.</summary>
[JsonConverter(typeof(ErrorModelConverter))]
public sealed record ErrorModel
{
    /// <summary>The words of the command line.</summary>
    public const string Words = "none|white|beam:FWHM";

    private const string Beam = "beam:";
    private const double NarrowestBeam = 1, WidestBeam = 1e6;

    private ErrorModel(bool isEstimated, double beamFwhm) => (IsEstimated, BeamFwhm) = (isEstimated, beamFwhm);

    /// <summary>No errors.</summary>
    public static ErrorModel None { get; } = new(false, 0);

    /// <summary>The noise of one pixel knows nothing of another's.</summary>
    public static ErrorModel White { get; } = new(true, 0);

    /// <summary>Whether errors are estimated.</summary>
    public bool IsEstimated { get; }

    /// <summary>Full width at half maximum of the beam that smoothed the noise, px; 0 for white noise.</summary>
    public double BeamFwhm { get; }

    /// <summary>The model that a word means.</summary>
    /// <param name="word">Such as <c>beam:4.5</c>.</param>
    /// <param name="model">The model.</param>
    /// <returns>Whether it means one.</returns>
    public static bool TryParse(string word, out ErrorModel model)
    {
        double fwhm = 0;
        bool isBeam = word.StartsWith(Beam, StringComparison.Ordinal)
            && double.TryParse(word.AsSpan(Beam.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out fwhm)
            && fwhm is >= NarrowestBeam and <= WidestBeam;
        model = isBeam ? new ErrorModel(true, fwhm) : word == "white" ? White : None;
        return isBeam || word is "white" or "none";
    }

    /// <summary>The model that a word means.</summary>
    /// <param name="word">Such as <c>beam:4.5</c>.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static ErrorModel Parse(string word, string source) => TryParse(word, out ErrorModel model)
        ? model
        : throw new InputException(
            $"{source} '{word}' is unknown; take none, white or beam:FWHM with the beam's full width at half maximum, "
            + "at least 1 px");

    /// <summary>The word.</summary>
    public override string ToString() => !IsEstimated ? "none"
        : BeamFwhm > 0 ? Beam + BeamFwhm.ToString("R", CultureInfo.InvariantCulture)
        : "white";
}
