namespace TiledFit.Quality.Approximations;

/// <summary>A way to describe a surface by so many bytes.</summary>
internal interface IApproximation
{
    /// <summary>In tables and charts.</summary>
    string Name { get; }

    /// <summary>The surface as it comes back from at most so many bytes, every pixel of it.</summary>
    double[] Approximate(long bytes);
}
