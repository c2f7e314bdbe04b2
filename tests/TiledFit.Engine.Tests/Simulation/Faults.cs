namespace TiledFit.Engine.Tests.Simulation;

/// <summary>How badly a simulated cluster behaves, drawn from a seed.</summary>
/// <param name="Lost">Share of messages that are lost.</param>
/// <param name="Repeated">Share of messages that arrive twice.</param>
/// <param name="Delay">Longest time that a message takes, in ticks.</param>
/// <param name="Crashes">Mean number of crashes in a thousand ticks.</param>
/// <param name="Undead">Share of crashes after which the old host works on, unaware that it was given up.</param>
/// <param name="Outages">Share of writes of a state that fail.</param>
internal sealed record Faults(
    double Lost, double Repeated, int Delay, double Crashes, double Undead, double Outages)
{
    public static Faults From(Random random) => new(
        0.2 * random.NextDouble(),
        0.2 * random.NextDouble(),
        1 + random.Next(60),
        10 * random.NextDouble(),
        random.NextDouble(),
        0.3 * random.NextDouble());
}
