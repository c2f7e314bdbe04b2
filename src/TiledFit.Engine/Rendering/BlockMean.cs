namespace TiledFit.Engine.Rendering;

/// <summary>Means over square blocks of pixels, over those with data.</summary>
internal static class BlockMean
{
    /// <summary>Blocks of <paramref name="scale"/> pixels that cover a length, the last one perhaps in part.</summary>
    public static int Count(int length, int scale) => (length + scale - 1) / scale;

    /// <summary>Reduces an image; a block without data becomes NaN.</summary>
    /// <param name="values">Row by row, width·height values, NaN where there are no data.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scale">Side of a block, px.</param>
    /// <param name="means">One value a block, row by row.</param>
    public static void Reduce(ReadOnlySpan<double> values, int width, int height, int scale, Span<double> means)
    {
        int columns = Count(width, scale);
        for (int blockRow = 0; blockRow < Count(height, scale); blockRow++)
        {
            for (int blockColumn = 0; blockColumn < columns; blockColumn++)
            {
                means[blockRow * columns + blockColumn] = Mean(values, width, height, scale, blockColumn, blockRow);
            }
        }
    }

    private static double Mean(ReadOnlySpan<double> values, int width, int height, int scale, int column, int row)
    {
        double sum = 0;
        int count = 0;
        for (int y = row * scale; y < Math.Min((row + 1) * scale, height); y++)
        {
            for (int x = column * scale; x < Math.Min((column + 1) * scale, width); x++)
            {
                double value = values[y * width + x];
                if (double.IsNaN(value))
                {
                    continue;
                }

                sum += value;
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }
}
