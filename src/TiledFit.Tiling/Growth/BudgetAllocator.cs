namespace TiledFit.Tiling.Growth;

/// <summary>
/// Shares a budget among tiles in proportion to their need, by largest remainders (Hamilton's method).
/// </summary>
public static class BudgetAllocator
{
    /// <summary>Whole shares that add up to the total; ties go to the earlier tile. All zero without need.</summary>
    public static int[] Share(long total, ReadOnlySpan<double> need)
    {
        double sum = 0;
        foreach (double value in need)
        {
            sum += value;
        }

        var shares = new int[need.Length];
        if (!(sum > 0))
        {
            return shares;
        }

        var remainders = new double[need.Length];
        var order = new int[need.Length];
        long left = total;
        for (int k = 0; k < need.Length; k++)
        {
            double exact = total * (need[k] / sum);
            shares[k] = (int)Math.Floor(exact);
            remainders[k] = shares[k] - exact;
            order[k] = k;
            left -= shares[k];
        }

        // Array.Sort is not stable; the index as second key makes it so.
        Array.Sort(order, (a, b) => remainders[a] != remainders[b] ? remainders[a].CompareTo(remainders[b]) : a - b);
        for (int k = 0; k < left; k++)
        {
            shares[order[k % order.Length]]++;
        }

        return shares;
    }
}
