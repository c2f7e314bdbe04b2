using TiledFit.Core.Profiles;

namespace TiledFit.Data.Results;

/// <summary>
/// The columns of <c>components/*.parquet</c> of a profile: those of a raster that one dimension has, under their
/// names.
/// </summary>
internal static class ProfileTable
{
    public static IReadOnlyList<TableColumn<ProfileComponent>> Columns { get; } =
    [
        TableColumn<ProfileComponent>.Int64("component_id", "1", row => row.Id),
        Shape("amplitude", "value", shape => shape.Amplitude),
        Shape("x", "x", shape => shape.X),
        Shape("chol_11", "x", shape => shape.Sigma),
        Shape("cov_xx", "x^2", shape => shape.Sigma * shape.Sigma),
        Shape("sigma_major", "x", shape => shape.Sigma),
        Shape("volume", "value*x", shape => shape.Area),
        Error("amplitude_err", "value", (_, errors) => errors.Amplitude),
        Error("x_err", "x", (_, errors) => errors.X),
        Error("chol_11_err", "x", (_, errors) => errors.Sigma),
        Error("cov_xx_err", "x^2", (shape, errors) => 2 * shape.Sigma * errors.Sigma),
        Error("sigma_major_err", "x", (_, errors) => errors.Sigma),
        Error("volume_err", "value*x", (_, errors) => errors.Area),
        TableColumn<ProfileComponent>.NullableDouble("snr", "1", row => FiniteOrNull(row.SignalToNoise)),
        TableColumn<ProfileComponent>.Int64("neighbour_id", "1", row => row.Neighbour),
        TableColumn<ProfileComponent>.Int32("flags", "1", row => (int)row.Flags),
    ];

    private static TableColumn<ProfileComponent> Shape(
        string name, string unit, Func<ProfileGaussian, double> value) =>
        TableColumn<ProfileComponent>.Double(name, unit, row => value(row.Shape));

    /// <summary>What is not estimated or not determined is null.</summary>
    private static TableColumn<ProfileComponent> Error(
        string name, string unit, Func<ProfileGaussian, ProfileErrors, double> value) =>
        TableColumn<ProfileComponent>.NullableDouble(
            name, unit, row => row.Errors is { } errors ? FiniteOrNull(value(row.Shape, errors)) : null);

    private static double? FiniteOrNull(double? value) => double.IsFinite(value ?? double.NaN) ? value : null;
}
