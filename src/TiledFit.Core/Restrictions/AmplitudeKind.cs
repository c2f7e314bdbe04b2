namespace TiledFit.Core.Restrictions;

/// <summary>Which amplitudes components may have.</summary>
public enum AmplitudeKind
{
    /// <summary>a ≥ 0: what adds to the background, such as a source.</summary>
    Nonnegative,

    /// <summary>Of either sign: what encodes a surface.</summary>
    Signed,
}
