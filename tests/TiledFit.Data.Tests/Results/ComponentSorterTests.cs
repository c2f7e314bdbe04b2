using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

public class ComponentSorterTests
{
    [Theory]
    [InlineData(5000, 10_000)]
    [InlineData(5000, 5000)]
    [InlineData(5000, 700)]
    [InlineData(5000, 1)]
    [InlineData(0, 1)]
    public void TheOrderDoesNotDependOnWhatFitsIntoMemory(int rows, int runRows)
    {
        ComponentRow[] components = ResultSamples.Components(rows);
        using var sorter = new ComponentSorter(runRows, () => new MemoryStream());
        foreach (ComponentRow[] some in components.Chunk(17))
        {
            sorter.Add(some);
        }

        ComponentRow[] expected = ComponentOrder.Sort(components);
        Assert.Equal(expected, sorter.Sorted());
        Assert.Equal(expected, sorter.Sorted());
    }

    [Fact]
    public void RowsThatFitIntoMemoryNeedNoFile()
    {
        using var sorter = new ComponentSorter(100, () => throw new InvalidOperationException());
        sorter.Add(ResultSamples.Components(100));
        Assert.Equal(100, sorter.Sorted().Count());
    }
}
