namespace TiledFit.Engine.Tests.Simulation;

/// <summary>How badly a simulated cluster behaves, drawn from a seed.</summary>
/// <param name="Lost">Share of messages that are lost. A step needs 16 between neighbours to come through.</param>
/// <param name="Repeated">Share of messages that arrive twice.</param>
/// <param name="Delay">Longest time that a message takes, in ticks.</param>
/// <param name="CrashInterval">Longest time between two crashes, in ticks.</param>
/// <param name="Undead">Share of crashes after which the old host works on for a while, unaware that it was given
/// up.</param>
/// <param name="Outages">Share of writes of a state that fail.</param>
internal sealed record Faults(
    double Lost, double Repeated, int Delay, int CrashInterval, double Undead, double Outages)
{
    public static Faults From(Random random) => new(
        0.05 * random.NextDouble(),
        0.2 * random.NextDouble(),
        1 + random.Next(60),
        1_000 + random.Next(20_000),
        random.NextDouble(),
        0.3 * random.NextDouble());
}
