namespace TiledFit.Engine;

/// <summary>Hears how a fit goes; called from worker threads, one call at a time.</summary>
public interface IFitObserver
{
    /// <summary>Something moved on: called after every tile step and sweep.</summary>
    void OnProgress(FitProgress progress);

    /// <summary>A line worth telling, such as which background was chosen.</summary>
    void OnMessage(string message);
}
