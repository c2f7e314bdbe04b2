namespace TiledFit.Core;

/// <summary>
/// The user's input cannot be used. The message is one line that says what is wrong, where (file, row, option) and
/// what to do about it; hosts print it as it is and end with exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Bad input, described in one line.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Bad input, described in one line, found through <paramref name="inner"/>.</summary>
    public InputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
