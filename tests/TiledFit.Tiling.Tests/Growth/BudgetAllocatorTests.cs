using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Tests.Growth;

public class BudgetAllocatorTests
{
    [Fact]
    public void SharesByLargestRemainder()
    {
        // 10 over 1 : 2 : 3.5 : 0.5 is 1.43, 2.86, 5, 0.71: floors 1, 2, 5, 0 and the two largest remainders.
        Assert.Equal([1, 3, 5, 1], BudgetAllocator.Share(10, [1, 2, 3.5, 0.5]));
    }

    [Fact]
    public void TiesGoToTheEarlierTile() => Assert.Equal([1, 1, 0], BudgetAllocator.Share(2, [4, 4, 4]));

    [Fact]
    public void NothingWithoutNeed() => Assert.Equal([0, 0], BudgetAllocator.Share(7, [0, 0]));

    [Fact]
    public void TheSharesAddUp()
    {
        var random = new Random(1);
        for (int k = 0; k < 200; k++)
        {
            var need = new double[1 + random.Next(40)];
            for (int i = 0; i < need.Length; i++)
            {
                need[i] = random.Next(4) == 0 ? 0 : random.NextDouble();
            }

            need[0] = 0.1;
            int total = random.Next(1000);
            Assert.Equal(total, BudgetAllocator.Share(total, need).Sum());
        }
    }
}
