using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Memory;

/// <summary>The memory of this process.</summary>
public static class ProcessMemory
{
    /// <summary>What it takes besides the heap and GDAL's blocks: code, stacks, libraries, buffers of the runtime.</summary>
    private const long Outside = 96L << 20;

    private const int BlocksShare = 8;

    private const string HeapLimitName = "GCHeapHardLimit";

    /// <summary>The least that can be asked for: the program alone takes as much.</summary>
    public const long Smallest = 256L << 20;

    /// <summary>The limit that leaves a heap its bytes, in whole MiB.</summary>
    public static long LimitFor(long heap)
    {
        long besideBlocks = heap + Outside;
        long bytes = besideBlocks + Math.Min(Gdal.CacheBytes, besideBlocks / (BlocksShare - 1));
        return ((bytes >> 20) + 1) << 20;
    }

    /// <summary>
    /// Has the resident set stay below a limit, from now on: the collector keeps the heap within its share, and GDAL its
    /// blocks.
    /// </summary>
    /// <param name="bytes">The limit.</param>
    /// <returns>Bytes that the heap may take.</returns>
    /// <exception cref="InputException">It is too little for the program alone, or is taken already.</exception>
    public static long Limit(long bytes)
    {
        if (bytes < Smallest)
        {
            throw new InputException($"the program alone takes {ByteSize.Format(Smallest)}; give that or more");
        }

        Gdal.CacheBytes = Math.Min(Gdal.CacheBytes, bytes / BlocksShare);
        long heap = bytes - Outside - Gdal.CacheBytes;
        AppContext.SetData(HeapLimitName, (ulong)heap);
        try
        {
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"this process cannot be held to {ByteSize.Format(bytes)}: {e.Message}", e);
        }

        return heap;
    }
}
