using System.CommandLine;
using TiledFit.Core;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary><c>--background</c> and its words.</summary>
internal static class BackgroundOption
{
    private const string Name = "--background";

    /// <summary>The option, whose value <see cref="Parse"/> understands.</summary>
    public static Option<string> Create(Func<string> preset) => new(Name)
    {
        HelpName = BackgroundModel.Words,
        Description = "The background's form; auto lets the data decide.",
        DefaultValueFactory = _ => preset(),
    };

    /// <summary>The background that a word means.</summary>
    /// <param name="word">What was given.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static BackgroundModel Parse(string word, string source = Name) => BackgroundModel.Parse(word, source);
}
