namespace TiledFit.Data.Results;

/// <summary>Hold of a place that only one may have at a time, until it is disposed.</summary>
internal interface IHold : IDisposable
{
    /// <summary>Makes sure that no other has taken it over.</summary>
    /// <exception cref="IOException">One has, or it cannot be found out.</exception>
    void Check();
}
