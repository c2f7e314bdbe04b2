namespace TiledFit.Answers;

/// <summary>All fits of one field.</summary>
/// <param name="Truth">E of the truth.</param>
/// <param name="FromTruth">E of the fit that starts at the truth.</param>
/// <param name="Fits">The others.</param>
internal sealed record FieldOutcome(double Truth, double FromTruth, IReadOnlyList<FitOutcome> Fits)
{
    /// <summary>The lowest E that any fit found, that from the truth among them.</summary>
    public double Best { get; } = Math.Min(FromTruth, Fits.Min(fit => fit.Objective));
}
