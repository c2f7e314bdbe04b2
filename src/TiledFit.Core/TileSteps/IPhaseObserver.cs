namespace TiledFit.Core.TileSteps;

/// <summary>Hears how a tile step goes from phase to phase, for display only.</summary>
public interface IPhaseObserver
{
    /// <summary>The phase before has ended, and this one begins.</summary>
    void OnEnter(StepPhase phase);
}
