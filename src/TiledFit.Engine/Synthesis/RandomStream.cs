namespace TiledFit.Engine.Synthesis;

/// <summary>Independent sequences of random numbers under one seed.</summary>
internal enum RandomStream
{
    /// <summary>The true components, one item each.</summary>
    Components = 0,

    /// <summary>The noise, one item for two neighbouring pixels of a row.</summary>
    Noise = 1,

    /// <summary>The perturbation of the init file, one item for a component.</summary>
    Perturbation = 2,

    /// <summary>The first centres of a mixture of points, one item each.</summary>
    Centres = 3,
}
