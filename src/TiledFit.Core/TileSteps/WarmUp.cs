using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Runs a small step of made-up pixels, so that its loops are compiled by the time the first tile is read: on a core
/// that would wait for the input otherwise. The result goes nowhere.
/// </summary>
public static class WarmUp
{
    // 81 components: more than are always factored, so that conjugate gradients are met too.
    private const int Side = 9, Spacing = 8;

    /// <summary>Compiles what a step needs.</summary>
    public static void Run()
    {
        var bounds = new PixelRectangle(0, 0, Side * Spacing, Side * Spacing);
        FreeComponent[] free = [.. Enumerable.Range(0, Side * Side).Select(Place)];
        double[] pixels = [.. Enumerable.Range(0, (int)bounds.Area).Select(k => (double)(k % Spacing))];
        var options = new TileStepOptions { Minimizer = new MinimizerOptions { MaxIterations = 2 } };
        foreach (int count in new[] { free.Length, 2 })
        {
            TileStep.Run(
                new TileStepRequest(
                    0, 0, bounds, bounds, pixels, Background.None, free[..count], [], ReachBox.Unbounded,
                    new MinimizerState(DampingState.Initial, true), options),
                new TileWorkspace());
        }
    }

    private static FreeComponent Place(int k)
    {
        var shape = new Gaussian(4, (k % Side + 0.5) * Spacing, (k / Side + 0.5) * Spacing, 3, 0, 3);
        return new FreeComponent(0, new Component(k, shape, ComponentFlags.None), ReachBox.Unbounded);
    }
}
