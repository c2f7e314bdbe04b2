namespace TiledFit.Core.Seeding;

/// <summary>
/// One scale of the scale space: for the isotropic template g of standard deviation σ centred on each node of a square
/// grid, the sums over the valid pixels N = Σ r·g and D = Σ g².
/// </summary>
internal sealed class ScaleLevel
{
    public required double Sigma { get; init; }

    /// <summary>Distance of the nodes, px.</summary>
    public required int Step { get; init; }

    /// <summary>Raster column of the first node.</summary>
    public required int OriginX { get; init; }

    /// <summary>Raster row of the first node.</summary>
    public required int OriginY { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>N / √D, row-major: its square is the decrease of E by a·g with the best a; 0 where too little of the
    /// template is seen.</summary>
    public required double[] Response { get; init; }

    /// <summary>The same scale of −r.</summary>
    public ScaleLevel Negated() => new()
    {
        Sigma = Sigma,
        Step = Step,
        OriginX = OriginX,
        OriginY = OriginY,
        Width = Width,
        Height = Height,
        Response = Array.ConvertAll(Response, response => -response),
    };
}
