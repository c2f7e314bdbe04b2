namespace TiledFit.Core.Profiles;

/// <summary>Hears how the fit of a profile goes.</summary>
public interface IProfileObserver
{
    /// <summary>An iteration of Levenberg–Marquardt has ended.</summary>
    /// <param name="sweep">Its sweep, from 1.</param>
    /// <param name="objective">E.</param>
    void Iterated(int sweep, double objective);

    /// <summary>A sweep has ended.</summary>
    void Ended(ProfileSweep sweep);
}
