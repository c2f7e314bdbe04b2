namespace TiledFit.Data.Results;

/// <summary>The times of a <see cref="ClaimObject"/>.</summary>
/// <param name="Beat">How often its owner writes it.</param>
/// <param name="Silence">For how long it must not change until its owner counts as dead.</param>
/// <param name="Settling">Between writing it and reading it back, and between two looks at another's.</param>
internal sealed record ClaimTimes(TimeSpan Beat, TimeSpan Silence, TimeSpan Settling)
{
    /// <summary>Three beats may be lost.</summary>
    public static ClaimTimes Default { get; } =
        new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(1));
}
