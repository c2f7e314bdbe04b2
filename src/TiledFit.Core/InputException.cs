namespace TiledFit.Core;

/// <summary>
/// The user's input cannot be used. The message is one line that says what is wrong, where (file, row, option) and
/// what to do about it; hosts print it as it is and end with exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    private const int LongestMessage = 1000;

    /// <summary>Bad input, described in one line.</summary>
    public InputException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Bad input, described in one line, found through <paramref name="inner"/>.</summary>
    public InputException(string message, Exception inner)
        : base(OneLine(message), inner)
    {
    }

    /// <summary>
    /// Messages quote files, which may hold anything: no line breaks, nothing that steers a terminal, no end.
    /// </summary>
    private static string OneLine(string message)
    {
        string shown = message.Length <= LongestMessage ? message : $"{message.AsSpan(0, LongestMessage - 1)}…";
        return shown.Any(char.IsControl)
            ? string.Concat(shown.Select(character => char.IsControl(character) ? '\uFFFD' : character))
            : shown;
    }
}
