using TiledFit.Engine;

namespace TiledFit.Cli.Progress;

/// <summary>Shows how a fit goes.</summary>
internal interface IProgressDisplay : IFitObserver
{
    /// <summary>Does the work, showing what the observer hears meanwhile; leaves the terminal as it was.</summary>
    T During<T>(Func<T> work);
}
