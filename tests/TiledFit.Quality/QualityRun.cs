using TiledFit.Quality.Approximations;
using TiledFit.Quality.Checks;
using TiledFit.Quality.Spots;
using TiledFit.Tests.Shared.Measuring;

namespace TiledFit.Quality;

/// <summary>Everything that the document wants measured; what measures is checked first.</summary>
internal sealed class QualityRun : IMeasurements
{
    private readonly Dictionary<string, Action<TextWriter>> _places = [];

    /// <param name="request">What is asked.</param>
    /// <param name="notes">Hears what is missing.</param>
    /// <exception cref="InvalidOperationException">A check fails.</exception>
    public QualityRun(MeasureRequest request, TextWriter notes)
    {
        if (Jpeg2000.Missing is { } reason)
        {
            notes.WriteLine($"JPEG 2000 is not measured: {reason}");
        }

        SelfChecks.Run(request.Scratch, notes);
        QualityScale scale = request.Quick ? QualityScale.Quick : QualityScale.Full;
        string images = Directory.CreateDirectory(
            Path.Combine(request.Quick ? request.Scratch : request.DocumentDirectory, "images", "quality")).FullName;
        var terrains = new TerrainExperiment(scale, request.Scratch, images);
        _places.Add("summary", terrains.WriteSummary);
        foreach (Terrain terrain in Terrain.All)
        {
            _places.Add(terrain.Place, writer => terrains.Write(terrain, writer));
        }

        _places.Add("photographs", writer => PhotographExperiment.Write(scale, request.Scratch, images, writer));
        _places.Add("spots", writer => SpotExperiment.Write(scale, request.Scratch, images, writer));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Action<TextWriter>> Places => _places;
}
