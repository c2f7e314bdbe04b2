using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Results;

/// <summary>
/// Hold of an output directory: of two that want it at once for the same the second is refused. On a disk that is
/// certain; in an object store <see cref="Check"/> has to follow, see <see cref="ClaimObject"/>.
/// </summary>
public sealed class OutputClaim : IDisposable
{
    private const string FitLockName = ".tiledfit-fit-lock";

    private readonly IHold _hold;

    private OutputClaim(string directory, string name, string whenHeld, Action<string>? tell) =>
        _hold = FileStore.IsVirtual(directory)
            ? new ClaimObject(
                FileStore.Of(directory).PathOf(name), $"{whenHeld}; name another directory", ClaimTimes.Default, tell)
            : new LockFile(directory, name, $"{whenHeld}; name another directory");

    /// <summary>While a fit runs that will publish its result there.</summary>
    /// <param name="directory">Made if it does not exist.</param>
    /// <param name="tell">Hears what a user should know, or null.</param>
    /// <exception cref="InputException">Another fit has hold of it, or it cannot be written.</exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    public static OutputClaim ForFit(string directory, Action<string>? tell = null) =>
        new(directory, FitLockName, $"another fit into {directory} is under way", tell);

    /// <summary>While a result is written there.</summary>
    /// <exception cref="InputException">Another result is being written there, or it cannot be written.</exception>
    /// <exception cref="IOException">The object store does not answer.</exception>
    internal static OutputClaim ForWriting(string directory) =>
        new(directory, ResultDirectory.LockName, $"another run is writing into {directory}", tell: null);

    /// <summary>Makes sure that it is still held.</summary>
    /// <exception cref="IOException">Another has it now, or that cannot be found out.</exception>
    public void Check() => _hold.Check();

    /// <summary>Lets go of the directory; one that was made for nothing goes.</summary>
    public void Dispose() => _hold.Dispose();
}
