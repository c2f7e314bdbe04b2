using TiledFit.Core.Model;

namespace TiledFit.Core.Refinement;

/// <summary>A change of the model, ready to be judged.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Subject">The component that goes or is split; −1 where one comes.</param>
/// <param name="Shape">Where that which comes starts.</param>
/// <param name="Leaving">The components that go.</param>
/// <param name="Refitted">The components that stay and are fitted anew, the most concerned first.</param>
/// <param name="Starts">Where these start.</param>
/// <param name="Coming">Where those start that come.</param>
/// <param name="Penalty">What a component has to earn at that place.</param>
internal sealed record ModelChange(
    ChangeKind Kind, int Subject, Gaussian Shape, int[] Leaving, int[] Refitted, Gaussian[] Starts, Gaussian[] Coming,
    double Penalty)
{
    /// <summary>By how many components there are more.</summary>
    public int Increase => Coming.Length - Leaving.Length;

    /// <summary>The change of E + penalties, beyond what a refit of those present brings.</summary>
    public double Surplus { get; init; }

    /// <summary>The refitted components, then those that came.</summary>
    public Gaussian[] Result { get; init; } = [];

    /// <summary>How many changes had been made by then.</summary>
    public int JudgedAfter { get; init; }
}
