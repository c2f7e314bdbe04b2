namespace TiledFit.Tests.Shared.Measuring;

/// <summary>Everything that a document wants measured.</summary>
internal interface IMeasurements
{
    /// <summary>The document's places and who fills them.</summary>
    /// <exception cref="MissingDataException">By who fills a place: it cannot be measured here.</exception>
    IReadOnlyDictionary<string, Action<TextWriter>> Places { get; }

    /// <summary>What belongs in a place, as Markdown.</summary>
    /// <exception cref="MissingDataException">It cannot be measured here.</exception>
    string Measure(string place)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Places[place](writer);
        return writer.ToString();
    }
}
