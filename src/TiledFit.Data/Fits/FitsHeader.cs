using System.Globalization;
using System.Text;

namespace TiledFit.Data.Fits;

/// <summary>A header's cards, of 80 characters each, and their values.</summary>
internal sealed class FitsHeader
{
    /// <summary>Characters of a card (FITS 4.0, 4.1).</summary>
    public const int CardLength = 80;

    private const int KeywordLength = 8;

    private readonly Dictionary<string, string> _values = [];

    /// <param name="cards">Each of 80 characters.</param>
    public FitsHeader(IReadOnlyList<string> cards)
    {
        Cards = cards;
        foreach (string card in cards.Where(card => card.AsSpan(KeywordLength).StartsWith("= ")))
        {
            _values.TryAdd(KeywordOf(card), ValueOf(card.AsSpan(KeywordLength + 2)));
        }
    }

    /// <summary>The cards, in order.</summary>
    public IReadOnlyList<string> Cards { get; }

    /// <summary>Cuts a header into its cards.</summary>
    public static FitsHeader Parse(ReadOnlySpan<byte> header)
    {
        string text = Encoding.Latin1.GetString(header);
        return new FitsHeader([.. text.Chunk(CardLength).Where(card => card.Length == CardLength)
            .Select(card => new string(card))]);
    }

    /// <summary>A card's keyword, without blanks.</summary>
    public static string KeywordOf(string card) => card[..KeywordLength].TrimEnd();

    /// <summary>A keyword's value, a text without quotes and trailing blanks; null where there is no such keyword.
    /// </summary>
    public string? Text(string keyword) => _values.GetValueOrDefault(keyword);

    /// <summary>A keyword's number; null where there is none.</summary>
    public double? Number(string keyword) =>
        Text(keyword) is { } text && double.TryParse(
            text.Replace('D', 'E'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) ? number : null;

    private static string ValueOf(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> start = field.TrimStart();
        if (start.IsEmpty || start[0] != '\'')
        {
            int comment = start.IndexOf('/');
            return (comment < 0 ? start : start[..comment]).Trim().ToString();
        }

        var text = new StringBuilder();
        for (int i = 1; i < start.Length; i++)
        {
            // Within a text two quotes stand for one.
            if (start[i] == '\'' && (++i == start.Length || start[i] != '\''))
            {
                break;
            }

            text.Append(start[i]);
        }

        return text.ToString().TrimEnd();
    }
}
