using System.Globalization;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Restrictions;

/// <summary>Which shapes components may have.</summary>
/// <param name="Kind">What is free of them.</param>
/// <param name="SigmaX">Of a common shape: σ along the axis at <paramref name="Theta"/>, px; else 0.</param>
/// <param name="SigmaY">Of a common shape: σ across that axis, px; else 0.</param>
/// <param name="Theta">Of a common shape: the axis' angle, rad, from +x towards +y; else 0.</param>
public sealed record ShapeRule(ShapeKind Kind, double SigmaX = 0, double SigmaY = 0, double Theta = 0)
{
    /// <summary>The words of the command line.</summary>
    public const string Words = "free|round|fixed|fixed:SX,SY,THETA";

    private const string Prefix = "fixed:";
    private const double Narrowest = 1e-3, Widest = 1e7, LargestAngle = 1e3;

    // In the order of ShapeKind.
    private static readonly string[] Plain = ["free", "round", "fixed"];

    /// <summary>Any shape.</summary>
    public static ShapeRule Free { get; } = new(ShapeKind.Free);

    /// <summary>Whether no step changes a shape.</summary>
    internal bool IsFixed => Kind is ShapeKind.Fixed or ShapeKind.Common;

    /// <summary>The rule that a word means.</summary>
    /// <param name="word">Such as <c>fixed:2.5,2,0.3</c>.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>Whether it means one.</returns>
    public static bool TryParse(string word, out ShapeRule rule)
    {
        int kind = Array.IndexOf(Plain, word);
        if (!word.StartsWith(Prefix, StringComparison.Ordinal))
        {
            rule = kind >= 0 ? new ShapeRule((ShapeKind)kind) : Free;
            return kind >= 0;
        }

        double[] numbers = [.. word[Prefix.Length..].Split(',').Select(
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number : double.NaN)];
        bool isShape = numbers is
            [>= Narrowest and <= Widest, >= Narrowest and <= Widest, >= -LargestAngle and <= LargestAngle];
        rule = isShape ? new ShapeRule(ShapeKind.Common, numbers[0], numbers[1], numbers[2]) : Free;
        return isShape;
    }

    /// <summary>The rule that a word means.</summary>
    /// <param name="word">Such as <c>round</c>.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static ShapeRule Parse(string word, string source) => TryParse(word, out ShapeRule rule)
        ? rule
        : throw new InputException(
            $"{source} '{word}' is unknown; take free, round, fixed, or fixed:SX,SY,THETA with two positive standard "
            + "deviations in px and the angle of the first in rad");

    /// <summary>
    /// The component with a shape that obeys: a round one of the same area |Σ|^½, or the common one.
    /// </summary>
    public Gaussian Conform(in Gaussian g)
    {
        if (Kind == ShapeKind.Round)
        {
            double sigma = Math.Sqrt(g.SqrtDeterminant);
            return g with { L11 = sigma, L21 = 0, L22 = sigma };
        }

        return Kind == ShapeKind.Common
            ? new AxisFrame(SigmaX, SigmaY, DeterministicMath.Cos(Theta), DeterministicMath.Sin(Theta)).Shape(g)
            : g;
    }

    /// <summary>The word.</summary>
    public override string ToString() => Kind == ShapeKind.Common
        ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{SigmaX:R},{SigmaY:R},{Theta:R}")
        : Plain[(int)Kind];
}
