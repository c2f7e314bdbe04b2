namespace TiledFit.Engine.Tests.Simulation;

/// <summary>Time and messages of a simulated cluster: everything happens on one thread, in an order drawn from a
/// seed.</summary>
internal sealed class SimulatedNetwork(Random random, Faults faults) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Continue, object? State)> _ready = new();
    private readonly PriorityQueue<Action, (long Time, int Lot)> _queue = new();

    public long Now { get; private set; }

    /// <summary>Has something happen within the network's delay.</summary>
    public void Schedule(Action action, int extra = 0) =>
        _queue.Enqueue(action, (Now + 1 + extra + random.Next(faults.Delay), random.Next()));

    /// <summary>Sends a message, which may be lost, or arrive twice.</summary>
    /// <returns>Whether it is on its way.</returns>
    public bool Send(Action deliver)
    {
        if (random.NextDouble() < faults.Lost)
        {
            return false;
        }

        Schedule(deliver);
        if (random.NextDouble() < faults.Repeated)
        {
            Schedule(deliver, random.Next(200));
        }

        return true;
    }

    /// <summary>Sends a request; its answer, or an exception after a while, ends the task.</summary>
    public Task<T> Ask<T>(Func<Task<T>> answer)
    {
        var result = new TaskCompletionSource<T>();
        bool asked = Send(async () =>
        {
            try
            {
                T value = await answer();
                if (!Send(() => result.TrySetResult(value)))
                {
                    Fail();
                }
            }
            catch (Exception e) when (e is TimeoutException or IOException)
            {
                Fail();
            }
        });
        if (!asked)
        {
            Fail();
        }

        return result.Task;

        void Fail() => Schedule(() => result.TrySetException(new TimeoutException()), 100);
    }

    /// <summary>Lets the next thing happen.</summary>
    public void Step()
    {
        if (!_queue.TryDequeue(out Action? action, out (long Time, int Lot) due))
        {
            throw new InvalidOperationException("nothing is left to happen.");
        }

        Now = due.Time;
        action();
        while (_ready.TryDequeue(out (SendOrPostCallback Continue, object? State) next))
        {
            next.Continue(next.State);
        }
    }

    /// <summary>Continuations run on the same thread, in their order, before the next thing happens.</summary>
    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));
}
