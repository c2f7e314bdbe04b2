using System.Collections.Concurrent;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

public sealed class ReadAheadTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<TileOrder> _orders = [];
    private int _reads;

    public void Dispose()
    {
        _orders.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void NoMoreIsReadThanTheBuffersHold()
    {
        const int workers = 2, buffers = workers + workers * ReadAhead.WindowsAhead;
        ReadAhead ahead = Start(workers, _ => null);
        Enumerable.Range(0, 12).ToList().ForEach(tile => _orders.Add(Step(tile)));
        using IEnumerator<ReadOrder> taken = ahead.Take().GetEnumerator();
        var held = new Queue<ReadOrder>();
        for (int tile = 0; tile < 12; tile++)
        {
            if (held.Count == workers)
            {
                Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _reads) >= Math.Min(12, tile + 1), 20_000));
                ahead.GiveBack(held.Dequeue());
            }

            Assert.True(taken.MoveNext());
            Assert.Equal(tile, taken.Current.Order.Tile);
            held.Enqueue(taken.Current);
            Assert.InRange(Volatile.Read(ref _reads), tile + 1, tile - held.Count + 1 + buffers);
        }

        End(ahead);
    }

    [Fact]
    public void AFailureComesWithItsOrder()
    {
        ReadAhead ahead = Start(1, step => step.Tile == 1 ? throw new IOException("gone") : null);
        _orders.Add(Step(0));
        _orders.Add(Step(1));
        _orders.Add(new CloseTile(2, 1));
        ReadOrder[] taken = [.. ahead.Take().Take(2)];
        Array.ForEach(taken, ahead.GiveBack);
        Assert.Null(taken[0].Failure);
        Assert.Equal("gone", Assert.Throws<IOException>(taken[1].Failure!.Throw).Message);
        Assert.Equal(new CloseTile(2, 1), ahead.Take().First().Order);
        End(ahead);
    }

    private ReadAhead Start(int workers, Func<StepTile, TileStepRequest?> read) => new(
        _orders,
        (_, step) =>
        {
            Interlocked.Increment(ref _reads);
            return read(step);
        },
        workers, null, _stop.Token);

    private void End(ReadAhead ahead)
    {
        _stop.Cancel();
        ahead.Join();
    }

    private static StepTile Step(int tile) => new(
        tile, 1, Background.None, MinimizerState.Initial, new TileStepOptions());
}
