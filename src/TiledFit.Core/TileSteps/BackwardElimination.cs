using TiledFit.Core.Model;
using TiledFit.Core.Refinement;
using TiledFit.Core.Selection;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Takes components out of the model by what they are worth. Without component i the residual is r + a·g, so that E
/// rises by 2a·Σ r·g + a²·Σ g² as long as the others stay as they are. The one whose rise exceeds its penalty by the
/// least goes first; since each removal adds a·g to r, it can only raise the price of others of its sign, and such a
/// price is reckoned anew only when its component comes up (Minoux 1978). It can lower the price of one of the other
/// sign, which is reckoned anew at once. What is hardly seen at all goes in any case.
/// </summary>
internal static class BackwardElimination
{
    // Two Gaussians whose boxes of ±3σ are apart share less than e^(−9/2) of their product.
    private const double Near = 3;

    /// <summary>The components that go, by their index; the window's residual follows.</summary>
    /// <param name="window">Its residual is that of all components.</param>
    /// <param name="shapes">The components that may go.</param>
    /// <param name="count">This many go at least, and all that do not earn their penalty.</param>
    /// <param name="criterion">What a component must earn.</param>
    /// <param name="cancellation">Looked at before each component is priced.</param>
    public static HashSet<int> Run(
        PixelWindow window, IReadOnlyList<Gaussian> shapes, int count, SelectionCriterion criterion,
        CancellationToken cancellation = default)
    {
        var queue = new PriorityQueue<int, (double Surplus, int Index)>();
        for (int i = 0; i < shapes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            queue.Enqueue(i, (Surplus(window, shapes[i], criterion), i));
        }

        bool hasBothSigns = shapes.Any(shape => shape.Amplitude < 0) && shapes.Any(shape => shape.Amplitude > 0);
        var gone = new HashSet<int>();
        while (queue.TryDequeue(out int top, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            if (gone.Contains(top))
            {
                continue;
            }

            double surplus = Surplus(window, shapes[top], criterion);
            if (surplus >= 0 && gone.Count >= count)
            {
                break;
            }

            if (queue.TryPeek(out _, out (double Surplus, int Index) next) && surplus > next.Surplus)
            {
                queue.Enqueue(top, (surplus, top));
            }
            else
            {
                gone.Add(top);
                window.AddToResidual(shapes[top]);
                PriceAgain(top);
            }
        }

        return gone;

        // What goes makes those of the other sign cheaper.
        void PriceAgain(int removed)
        {
            if (!hasBothSigns)
            {
                return;
            }

            for (int i = 0; i < shapes.Count; i++)
            {
                if (shapes[i].Amplitude * shapes[removed].Amplitude < 0 && !gone.Contains(i)
                    && SupportBox.Of(shapes[i], Near).Intersect(SupportBox.Of(shapes[removed], Near)).Area > 0)
                {
                    queue.Enqueue(i, (Surplus(window, shapes[i], criterion), i));
                }
            }
        }
    }

    private static double Surplus(PixelWindow window, in Gaussian g, SelectionCriterion criterion) =>
        RemovalPrice.WhileOthersRest(window, g) - criterion.Penalty(g);
}
