using System.CommandLine;
using TiledFit.Core;
using TiledFit.Engine;

namespace TiledFit.Cli.Commands;

/// <summary><c>--method</c> and its words.</summary>
internal static class MethodOption
{
    private const string Name = "--method";

    // In the order of FitMethod.
    private static readonly string[] Words = ["lm", "em", "em+lm"];

    /// <summary>The option, whose value <see cref="Parse"/> understands.</summary>
    public static Option<string> Create() => new(Name)
    {
        HelpName = string.Join('|', Words),
        Description = "Least squares, expectation maximisation, or the second as a start for the first.",
        DefaultValueFactory = _ => Words[0],
    };

    /// <summary>The method that a word means.</summary>
    /// <exception cref="InputException">It means none.</exception>
    public static FitMethod Parse(string word) => Array.IndexOf(Words, word) is >= 0 and int index
        ? (FitMethod)index
        : throw new InputException($"{Name} '{word}' is unknown; take one of {string.Join(", ", Words)}");

    /// <summary>The options of a fit and its method, for the manifest.</summary>
    public static IReadOnlyDictionary<string, string> Describe(
        IReadOnlyDictionary<string, string> options, FitMethod method) =>
        new Dictionary<string, string>(options) { [Name.TrimStart('-')] = Words[(int)method] };

    /// <summary>Those of them that points have.</summary>
    public static IReadOnlyDictionary<string, string> DescribeForPoints(
        IReadOnlyDictionary<string, string> options, FitMethod method) =>
        Describe(options, method)
            .Where(option => option.Key is "init" or "components" or "max-sweeps" or "tolerance" or "method")
            .ToDictionary();
}
