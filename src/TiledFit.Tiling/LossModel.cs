using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core;
using TiledFit.Core.Losses;

namespace TiledFit.Tiling;

/// <summary>Which loss was asked for; its scale is known once the noise is.</summary>
[JsonConverter(typeof(LossModelConverter))]
public sealed record LossModel
{
    /// <summary>The words of the command line.</summary>
    public const string Words = "squares|huber[:C]|cauchy[:C]|poisson";

    // 95 % as efficient as the squares where the noise is Gaussian (Holland and Welsch 1977, table 1).
    private const double HuberConstant = 1.345, CauchyConstant = 2.385;

    private const double LeastConstant = 0.01, LargestConstant = 1e6;

    private LossModel(LossKind kind, double constant) => (Kind, Constant) = (kind, constant);

    /// <summary>Σ w·r².</summary>
    public static LossModel Squares { get; } = new(LossKind.Squares, 0);

    /// <summary>Which one.</summary>
    public LossKind Kind { get; }

    /// <summary>C: the loss's threshold in standard deviations of the noise; 0 where it has none.</summary>
    public double Constant { get; }

    /// <summary>Whether it is scaled by the noise.</summary>
    public bool NeedsNoise => Constant > 0;

    /// <summary>The loss that a word means.</summary>
    /// <param name="word">Such as <c>huber:1.5</c>.</param>
    /// <param name="model">The loss.</param>
    /// <returns>Whether it means one.</returns>
    public static bool TryParse(string word, out LossModel model)
    {
        string[] parts = word.Split(':', 2);
        double preset = parts[0] switch { "huber" => HuberConstant, "cauchy" => CauchyConstant, _ => 0 };
        double constant = preset;
        bool isConstant = parts.Length == 1
            || (preset > 0
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out constant)
                && constant is >= LeastConstant and <= LargestConstant);
        LossKind? kind = parts[0] switch
        {
            "squares" => LossKind.Squares,
            "huber" => LossKind.Huber,
            "cauchy" => LossKind.Cauchy,
            "poisson" => LossKind.Poisson,
            _ => null,
        };
        model = kind is { } known && isConstant ? new LossModel(known, constant) : Squares;
        return kind is not null && isConstant;
    }

    /// <summary>The loss that a word means.</summary>
    /// <param name="word">Such as <c>huber:1.5</c>.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static LossModel Parse(string word, string source) => TryParse(word, out LossModel model)
        ? model
        : throw new InputException(
            $"{source} '{word}' is unknown; take squares, huber, cauchy, huber:C or cauchy:C with C standard "
            + $"deviations of the noise, from {LeastConstant.ToString(CultureInfo.InvariantCulture)}, or poisson");

    /// <summary>The loss at a noise.</summary>
    /// <param name="sigma">σ, raster units.</param>
    public Loss At(double sigma) => new(Kind, Constant * sigma);

    /// <summary>The word.</summary>
    public override string ToString()
    {
        string word = Kind.ToString().ToLowerInvariant();
        return NeedsNoise ? $"{word}:{Constant.ToString("R", CultureInfo.InvariantCulture)}" : word;
    }
}
