using System.Collections.Concurrent;
using TiledFit.Cluster.Hosting;
using TiledFit.Engine.Journals;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Jobs;

/// <summary>The jobs' journals: directories under a root that all silos share, or this silo's memory.</summary>
internal sealed class JournalStore(SiloSettings settings)
{
    private readonly ConcurrentDictionary<string, MemoryJournal> _memory = [];

    /// <summary>The journal of a job.</summary>
    public IJobJournal Open(string job) => settings.Storage.Root is { Length: > 0 } root
        ? new FileJournal(DirectoryOf(root, job))
        : _memory.GetOrAdd(job, _ => new MemoryJournal());

    /// <summary>Removes the journal of a job, if there is one.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Remove(string job)
    {
        _memory.TryRemove(job, out _);
        if (settings.Storage.Root is { Length: > 0 } root && Directory.Exists(DirectoryOf(root, job)))
        {
            Directory.Delete(DirectoryOf(root, job), recursive: true);
        }
    }

    private static string DirectoryOf(string root, string job) => Path.Combine(root, job);
}
