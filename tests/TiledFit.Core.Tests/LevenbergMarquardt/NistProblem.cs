using System.Globalization;
using System.Text.RegularExpressions;

namespace TiledFit.Core.Tests.LevenbergMarquardt;

/// <summary>
/// A problem of NIST's Statistical Reference Datasets, nonlinear regression (www.itl.nist.gov/div898/strd): data, two
/// starts, certified parameters and standard deviations.
/// </summary>
internal sealed partial class NistProblem
{
    private NistProblem(string[] lines)
    {
        double[][] parameters =
            [.. lines.Select(line => ParameterLine().Match(line)).Where(m => m.Success).Select(Numbers)];
        Starts = [.. Enumerable.Range(0, 2).Select(s => parameters.Select(row => row[s]).ToArray())];
        Certified = [.. parameters.Select(row => row[2])];
        Deviations = [.. parameters.Select(row => row[3])];
        Data = [.. lines[60..].Select(line => DataLine().Match(line)).Where(m => m.Success).Select(Numbers)
            .Select(row => (row[1], row[0]))];
    }

    /// <summary>Two, each of all parameters.</summary>
    public double[][] Starts { get; }

    public double[] Certified { get; }

    public double[] Deviations { get; }

    public (double X, double Y)[] Data { get; }

    public static NistProblem Read(string name) => new(File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "LevenbergMarquardt", "Nist", name + ".dat")));

    private static double[] Numbers(Match match) =>
        [.. match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^\s*b\d\s*=\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$")]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"^\s*(-?[\d.]+(?:E-?\d+)?)\s+(-?[\d.]+(?:E-?\d+)?)\s*$")]
    private static partial Regex DataLine();
}
