using System.Text;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Journals;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Journals;

public class JournalFormatTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void ComponentsComeBackBitForBit(int count)
    {
        Component[] components = JournalSamples.Components(count, 1);
        byte[] bytes = JournalFormat.Write(components);
        Assert.Equal(64 * count, bytes.Length);
        Assert.Equal(
            components.SelectMany(JournalSamples.BitsOf),
            JournalFormat.ReadComponents(bytes).SelectMany(JournalSamples.BitsOf));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(500)]
    public void SnapshotsComeBackBitForBit(int count)
    {
        TileSnapshot snapshot = JournalSamples.Snapshot(12, 34, count);
        TileSnapshot read = JournalFormat.ReadSnapshot(JournalFormat.Write(snapshot));
        Assert.Equal(JournalSamples.BitsOf(snapshot), JournalSamples.BitsOf(read));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(500)]
    public void StepsComeBackBitForBit(int count)
    {
        foreach (TerminationType termination in Enum.GetValues<TerminationType>())
        {
            TileStepResult step = JournalSamples.Step(12, 34, count, termination);
            TileStepResult read = JournalFormat.ReadStep(JournalFormat.Write(step));
            Assert.Equal(JournalSamples.BitsOf(step), JournalSamples.BitsOf(read));
        }
    }

    [Fact]
    public void TheLayoutIsTheDocumentedOne()
    {
        var component = new Component(77, new Gaussian(1.5, 2.5, -3, 4, 0.25, 5), ComponentFlags.Grown);
        var snapshot = new TileSnapshot(3, 4, [component], []);
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream, Encoding.UTF8);
        foreach (int number in (int[])[3, 4, 1, 0])
        {
            writer.Write(number);
        }

        writer.Write(77L);
        foreach (double number in (double[])[1.5, 2.5, -3, 4, 0.25, 5])
        {
            writer.Write(number);
        }

        writer.Write(8);
        writer.Write(0);
        Assert.Equal(stream.ToArray(), JournalFormat.Write(snapshot));
        Assert.Equal(128 + 64, JournalFormat.Write(StepOf(component)).Length);
    }

    [Fact]
    public void CountsBeyondTheBytesAreRefusedWithoutMuchMemory()
    {
        byte[] bytes = JournalFormat.Write(JournalSamples.Snapshot(1, 1, 4));
        foreach (int count in (int[])[-1, int.MinValue, 5, int.MaxValue])
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(8), count);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => JournalFormat.ReadSnapshot(bytes));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void BytesTooManyOrTooFewAreRefused()
    {
        byte[] snapshot = JournalFormat.Write(JournalSamples.Snapshot(1, 1)), step = JournalFormat.Write(
            JournalSamples.Step(1, 1));
        Assert.Throws<InvalidDataException>(() => JournalFormat.ReadSnapshot([.. snapshot, 0]));
        Assert.Throws<InvalidDataException>(() => JournalFormat.ReadStep([.. step, 0]));
        Assert.Throws<InvalidDataException>(() => JournalFormat.ReadComponents(new byte[65]));
        for (int length = 0; length < step.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => JournalFormat.ReadStep(step.AsSpan(0, length)));
        }
    }

    private static TileStepResult StepOf(Component component) => new(
        1, 1, [(1, component)], [], [], MinimizerState.Initial, TileStepStatistics.Nothing);
}
