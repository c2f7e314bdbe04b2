using TiledFit.Core;

namespace TiledFit.Cluster.Hosting;

/// <summary>Whether the jobs' directory can be written to.</summary>
internal static class StorageCheck
{
    /// <summary>Makes the directory unless it is there, and a file in it for a moment.</summary>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static void Run(SiloSettings settings, SettingOrigins origins)
    {
        if (settings.Storage.Root is not { Length: > 0 } root)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(root);
            string name = Path.Combine(root, $".start-{Guid.NewGuid():N}");
            using FileStream file = File.Create(name, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(
                $"{origins.Of("Storage:Root")}: '{root}' cannot be written to: {e.Message.TrimEnd('.')}; give a "
                + "directory that all silos share and may write to (only with Clustering Memory it may be left empty, "
                + "to keep running jobs in memory)",
                e);
        }
    }
}
