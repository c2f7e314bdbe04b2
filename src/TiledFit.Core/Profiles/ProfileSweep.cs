namespace TiledFit.Core.Profiles;

/// <summary>What a sweep has come to: at most ten iterations on all parameters.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Grows">Whether components came or went before it.</param>
/// <param name="Objective">E afterwards.</param>
/// <param name="RelativeDecrease">(E before − E after) / E before.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) at its last linearisation.</param>
/// <param name="Components">Components.</param>
public sealed record ProfileSweep(
    int Number, bool Grows, double Objective, double RelativeDecrease, double LargestGradient, int Components);
