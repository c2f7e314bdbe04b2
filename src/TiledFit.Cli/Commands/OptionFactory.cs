using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TiledFit.Cli.Commands;

/// <summary>Makes options whose errors name the option and what it takes.</summary>
internal static class OptionFactory
{
    /// <summary>The parser of a token; false when it is none.</summary>
    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>A whole number that has a default.</summary>
    public static Option<int> Whole(string name, string valueName, string description, Func<int> preset) =>
        new Option<int>(name)
        {
            HelpName = valueName,
            Description = description,
            DefaultValueFactory = _ => preset(),
            CustomParser = result => Parse<int>(result, name, "a whole number", TryParseWhole),
        };

    /// <summary>A whole number that must be given.</summary>
    public static Option<int> RequiredWhole(string name, string valueName, string description) => new Option<int>(name)
    {
        HelpName = valueName,
        Description = description,
        Required = true,
        CustomParser = result => Parse<int>(result, name, "a whole number", TryParseWhole),
    };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalWhole(string name, string valueName, string description) =>
        new Option<int?>(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = result => Parse<int>(result, name, "a whole number", TryParseWhole),
        };

    /// <summary>A number that has a default.</summary>
    public static Option<double> Number(string name, string valueName, string description, Func<double> preset) =>
        new Option<double>(name)
        {
            HelpName = valueName,
            Description = description,
            DefaultValueFactory = _ => preset(),
            CustomParser = result => Parse<double>(result, name, "a number", TryParseNumber),
        };

    /// <summary>A number that may be left out.</summary>
    public static Option<double?> OptionalNumber(string name, string valueName, string description) =>
        new Option<double?>(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = result => Parse<double>(result, name, "a number", TryParseNumber),
        };

    /// <summary>A text, such as a path, that may be left out.</summary>
    public static Option<string?> OptionalText(string name, string valueName, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
    };

    /// <summary>The file or directory to write.</summary>
    public static Option<string> Output(string valueName, string description) => new Option<string>("--output", "-o")
    {
        HelpName = valueName,
        Description = description,
        Required = true,
    };

    /// <summary>A text that has a default.</summary>
    public static Option<string> Text(string name, string valueName, string description, Func<string> preset) =>
        new(name)
        {
            HelpName = valueName,
            Description = description,
            DefaultValueFactory = _ => preset(),
        };

    /// <summary>A file or directory that may be given several times, or not at all.</summary>
    public static Option<string[]> Paths(string name, string valueName, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) =>
        new Option<bool>(name) { Description = description };

    private static T? Parse<T>(ArgumentResult result, string name, string kind, TryParse<T> tryParse)
    {
        string text = result.Tokens[0].Value;
        if (tryParse(text, out T value))
        {
            return value;
        }

        result.AddError($"{name} '{text}' is not {kind}");
        return default;
    }

    private static bool TryParseWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
