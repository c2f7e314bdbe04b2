using System.Text.RegularExpressions;
using TiledFit.Core;

namespace TiledFit.Tests.Shared.Measuring;

/// <summary>
/// A document written by hand with places for what is measured, between the lines <c>&lt;!-- measured: NAME --&gt;</c>
/// and <c>&lt;!-- end --&gt;</c>.
/// </summary>
internal sealed partial class MeasuredDocument(string text)
{
    /// <summary>The document as it is.</summary>
    public string Text { get; private set; } = text;

    /// <summary>The places, in their order.</summary>
    public IEnumerable<string> Places => Place().Matches(Text).Select(match => match.Groups["name"].Value);

    /// <summary>Puts what was measured into its place.</summary>
    /// <exception cref="InputException">There is no such place, or there are two.</exception>
    public void Fill(string name, string measured)
    {
        Match[] found = [.. Place().Matches(Text).Where(match => match.Groups["name"].Value == name)];
        if (found.Length != 1)
        {
            throw new InputException(
                $"the document has {found.Length} places for '{name}': it needs one, a line <!-- measured: {name} --> "
                + "and after it a line <!-- end -->");
        }

        Group body = found[0].Groups["body"];
        Text = $"{Text[..body.Index]}\n{measured.Trim()}\n\n{Text[(body.Index + body.Length)..]}";
    }

    [GeneratedRegex(
        @"^<!-- measured: (?<name>[a-z-]+) -->\n(?<body>(?:(?!<!--).*\n)*)<!-- end -->$", RegexOptions.Multiline)]
    private static partial Regex Place();
}
