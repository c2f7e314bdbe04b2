using System.Text.Json;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Tiling;

namespace TiledFit.Server.Jobs;

/// <summary>Reads a description from JSON and keeps every error, by the name of the member.</summary>
internal sealed class JobDescriptionReader
{
    private const int MostUnknown = 20, LongestName = 40;
    private static readonly Dictionary<string, double> NonFinite = new()
    {
        ["NaN"] = double.NaN,
        ["Infinity"] = double.PositiveInfinity,
        ["-Infinity"] = double.NegativeInfinity,
    };

    private readonly Dictionary<string, JsonElement> _members;
    private readonly FieldErrors _errors;

    private JobDescriptionReader(JsonElement root, FieldErrors errors)
    {
        _members = root.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        _errors = errors;
    }

    /// <summary>Reads a description.</summary>
    /// <param name="root">An object without duplicate members.</param>
    /// <param name="defaults">What holds where a member is missing.</param>
    /// <param name="errors">Gets every error.</param>
    public static JobDescription Read(JsonElement root, FitOptions defaults, FieldErrors errors)
    {
        var reader = new JobDescriptionReader(root, errors);
        JobDescription description = reader.Read(defaults);
        reader.ReportUnknown();
        return description;
    }

    /// <summary>Those that nothing has taken. No answer grows with what a client makes up.</summary>
    private void ReportUnknown()
    {
        foreach (string name in _members.Keys.Take(MostUnknown))
        {
            _errors.Add(name.Length > LongestName ? name[..LongestName] + "…" : name, "is unknown");
        }

        if (_members.Count > MostUnknown)
        {
            _errors.Add("…", $"{_members.Count - MostUnknown} more members are unknown");
        }
    }

    private JobDescription Read(FitOptions defaults) => new()
    {
        Input = Required("input"),
        Output = Required("output"),
        Init = Text("init"),
        Components = Whole("components"),
        Rmse = Number("rmse"),
        Significance = Number("significance"),
        Tile = Whole("tile") ?? defaults.TileSize,
        Ring = Whole("ring") ?? defaults.Ring,
        Levels = Whole("levels") ?? defaults.Levels,
        MaxSweeps = Whole("maxSweeps") ?? defaults.MaxSweeps,
        Tolerance = Number("tolerance") ?? defaults.Tolerance,
        Background = Background("background") ?? defaults.Background.ToString(),
        Errors = Errors("errors") ?? defaults.Errors.ToString(),
        Loss = Loss("loss") ?? defaults.Loss.ToString(),
        Band = Whole("band") ?? 1,
        Plane = Text("plane"),
        NoData = NumberOrWord("nodata"),
        Weights = Text("weights"),
        Mask = Text("mask"),
        Saturation = Number("saturation"),
        Shape = Shape("shape") ?? "free",
        Positions = Word("positions", ComponentRestrictions.PositionWords) ?? "free",
        SigmaMin = Number("sigmaMin"),
        SigmaMax = Number("sigmaMax"),
        Step = Word("step", ComponentRestrictions.StepWords) ?? "manifold",
        Amplitude = Word("amplitude", ComponentRestrictions.AmplitudeWords) ?? "nonnegative",
        Overwrite = Switch("overwrite") ?? false,
    };

    private string Required(string name)
    {
        if (!_members.TryGetValue(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            _errors.Add(name, "is missing");
        }

        return Text(name) ?? "";
    }

    private string? Text(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => Wrong<string>(name, "must be a string"),
    };

    private int? Whole(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int number) => number,
        _ => Wrong<int?>(name, "must be a whole number of at most 32 bits"),
    };

    private double? Number(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when double.IsFinite(value.GetDouble()) => value.GetDouble(),
        _ => Wrong<double?>(name, "must be a finite number"),
    };

    private double? NumberOrWord(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when double.IsFinite(value.GetDouble()) => value.GetDouble(),
        { ValueKind: JsonValueKind.String } value when NonFinite.TryGetValue(value.GetString()!, out double number) =>
            number,
        _ => Wrong<double?>(name, "must be a finite number, \"NaN\", \"Infinity\" or \"-Infinity\""),
    };

    private bool? Switch(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool?>(name, "must be true or false"),
    };

    private string? Background(string name) => Text(name) switch
    {
        null => null,
        string word when BackgroundModel.TryParse(word, out BackgroundModel model) => model.ToString(),
        _ => Wrong<string>(
            name,
            $"must be auto, none, constant, plane, mesh or mesh:PX, PX from {MeshGrid.SmallestSize} to "
            + $"{MeshGrid.LargestSize}"),
    };

    private string? Errors(string name) => Text(name) switch
    {
        null => null,
        string word when ErrorModel.TryParse(word, out _) => word,
        _ => Wrong<string>(name, "must be none, white or beam:FWHM, FWHM at least 1"),
    };

    private string? Shape(string name) => Text(name) switch
    {
        null => null,
        string word when ShapeRule.TryParse(word, out _) => word,
        _ => Wrong<string>(name, "must be free, round, fixed, or fixed:SX,SY,THETA with positive SX and SY"),
    };

    private string? Word(string name, string words) => Text(name) switch
    {
        null => null,
        string word when words.Split('|').Contains(word) => word,
        _ => Wrong<string>(name, $"must be one of {words.Replace("|", ", ")}"),
    };

    private string? Loss(string name) => Text(name) switch
    {
        null => null,
        string word when LossModel.TryParse(word, out LossModel loss) => loss.ToString(),
        _ => Wrong<string>(name, "must be squares, huber, huber:C, cauchy, cauchy:C or poisson, C at least 0.01"),
    };

    /// <summary>A member's value; null stands for a missing one.</summary>
    private JsonElement? Take(string name) =>
        _members.Remove(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Wrong<T>(string name, string problem)
    {
        _errors.Add(name, problem);
        return default;
    }
}
