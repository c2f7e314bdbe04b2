using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.TileSteps;

/// <summary>What a step that selects has brought, all told.</summary>
internal static class SelectionBalance
{
    /// <summary>Whether ΔE + Σ penalty(came) − Σ penalty(went) &lt; 0.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="criterion">What a component must earn.</param>
    /// <param name="result">What came of it.</param>
    public static bool Pays(TileStepRequest request, SelectionCriterion criterion, TileStepResult result)
    {
        SelectionCriterion placed = criterion.At(request.Background);
        HashSet<long> removed = [.. result.Removed];
        double change = result.Statistics.ObjectiveChange;
        foreach (Component component in result.Added)
        {
            change += placed.Penalty(component.Shape);
        }

        foreach (FreeComponent free in request.Free)
        {
            change -= removed.Contains(free.Component.Id) ? placed.Penalty(free.Component.Shape) : 0;
        }

        return change < 0;
    }
}
