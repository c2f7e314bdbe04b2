using System.Collections.Concurrent;
using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Results;

/// <summary>
/// Hold of an output directory: of two that want it at once for the same the second is refused. On a disk that is
/// certain; in an object store <see cref="Check"/> has to follow, see <see cref="ClaimObject"/>. There a fit has one
/// claim for all that it does, and writes its result under it.
/// </summary>
public sealed class OutputClaim : IDisposable
{
    private const string FitLockName = ".tiledfit-fit-lock", ClaimName = ".tiledfit-claim";

    /// <summary>Of the fits of this process into stores, by the claims' paths.</summary>
    private static readonly ConcurrentDictionary<string, IHold> HoldsOfFits = new();

    private readonly IHold _hold;
    private readonly Action _letGo;

    private OutputClaim(IHold hold, Action letGo) => (_hold, _letGo) = (hold, letGo);

    /// <summary>While a fit runs that will publish its result there.</summary>
    /// <param name="directory">Made if it does not exist.</param>
    /// <param name="tell">Hears what a user should know, or null.</param>
    /// <exception cref="InputException">Another fit has hold of it, or it cannot be written.</exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static OutputClaim ForFit(string directory, Action<string>? tell = null)
    {
        string whenHeld = $"another fit into {directory} is under way; name another directory";
        if (!FileStore.IsVirtual(directory))
        {
            return OfDisk(directory, FitLockName, whenHeld);
        }

        string path = ClaimIn(directory);
        var claim = new ClaimObject(path, whenHeld, ClaimTimes.Default, tell);
        HoldsOfFits[path] = claim;
        return new OutputClaim(claim, () =>
        {
            HoldsOfFits.TryRemove(path, out _);
            claim.Dispose();
        });
    }

    /// <summary>While a result is written there.</summary>
    /// <exception cref="InputException">Another result is being written there, or it cannot be written.</exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    internal static OutputClaim ForWriting(string directory)
    {
        string whenHeld = $"another run is writing into {directory}; name another directory";
        if (!FileStore.IsVirtual(directory))
        {
            return OfDisk(directory, ResultDirectory.LockName, whenHeld);
        }

        if (HoldsOfFits.TryGetValue(ClaimIn(directory), out IHold? fits))
        {
            return new OutputClaim(fits, () => { });
        }

        var claim = new ClaimObject(ClaimIn(directory), whenHeld, ClaimTimes.Default, tell: null);
        return new OutputClaim(claim, claim.Dispose);
    }

    /// <summary>Makes sure that it is still held.</summary>
    /// <exception cref="IOException">Another has it now, or that cannot be found out.</exception>
    internal void Check() => _hold.Check();

    /// <summary>Lets go of the directory; one that was made for nothing goes.</summary>
    public void Dispose() => _letGo();

    private static OutputClaim OfDisk(string directory, string name, string whenHeld)
    {
        var file = new LockFile(directory, name, whenHeld);
        return new OutputClaim(file, file.Dispose);
    }

    private static string ClaimIn(string directory) => FileStore.Of(directory).PathOf(ClaimName);
}
