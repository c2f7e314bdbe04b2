using System.CommandLine;
using TiledFit.Core;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary><c>--background</c> and its words.</summary>
internal static class BackgroundOption
{
    private const string Name = "--background";
    private static readonly string[] Words =
        Array.ConvertAll(Enum.GetNames<BackgroundChoice>(), name => name.ToLowerInvariant());

    /// <summary>The option, whose value <see cref="Parse"/> understands.</summary>
    public static Option<string> Create(Func<string> preset) => new(Name)
    {
        HelpName = string.Join('|', Words),
        Description = "The background's form; auto lets the data decide.",
        DefaultValueFactory = _ => preset(),
    };

    /// <summary>The choice that a word means.</summary>
    /// <param name="word">What was given.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static BackgroundChoice Parse(string word, string source = Name) => Array.IndexOf(Words, word) is >= 0 and int index
        ? Enum.GetValues<BackgroundChoice>()[index]
        : throw new InputException($"{source} '{word}' is unknown; take one of {string.Join(", ", Words)}");

    /// <summary>The word for a choice.</summary>
    public static string Word(BackgroundChoice choice) => Words[(int)choice];
}
