using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>A component that a step may move.</summary>
/// <param name="Owner">Index of the tile that owns it.</param>
/// <param name="Component">The component.</param>
/// <param name="Limits">Where its support must stay: inside the windows of the stepping tile and of the owner.</param>
public readonly record struct FreeComponent(int Owner, Component Component, ReachBox Limits);
