using System.Runtime.ExceptionServices;

namespace TiledFit.Engine.Rendering;

/// <summary>Work on windows that do not depend on each other.</summary>
/// <param name="Threads">Threads to use.</param>
/// <param name="Cancellation">Stops between two windows.</param>
internal readonly record struct WindowLoop(int Threads, CancellationToken Cancellation)
{
    /// <summary>Does the work for each item; the first failure ends it and is thrown as it is.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ForEach<T>(IEnumerable<T> items, Action<T> work)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation };
        try
        {
            Parallel.ForEach(items, options, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
