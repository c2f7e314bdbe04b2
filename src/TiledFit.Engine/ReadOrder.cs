using System.Runtime.ExceptionServices;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>An order, and what was read for it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Request">What a step depends on; null for other orders, and where nothing is free.</param>
/// <param name="Reader">Whose buffer holds the pixels, or null.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
internal sealed record ReadOrder(
    TileOrder Order, TileStepRequest? Request = null, TileStepReader? Reader = null,
    ExceptionDispatchInfo? Failure = null);
