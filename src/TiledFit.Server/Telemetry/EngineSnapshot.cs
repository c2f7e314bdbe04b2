using TiledFit.Server.Jobs;

namespace TiledFit.Server.Telemetry;

/// <summary>What an engine is at.</summary>
/// <param name="Jobs">How many there are, by the word for their state.</param>
/// <param name="Running">Those that run, with how they go.</param>
internal sealed record EngineSnapshot(
    IReadOnlyDictionary<string, int> Jobs, IReadOnlyList<(string Id, JobProgress Progress)> Running);
