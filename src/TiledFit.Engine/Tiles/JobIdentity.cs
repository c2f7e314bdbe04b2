using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>What the bits of a fit depend on: a job goes on only where all of it is as it was.</summary>
/// <param name="Raster">The raster's fingerprint.</param>
/// <param name="Options">What was asked for, but for the threads.</param>
/// <param name="Initial">SHA-256 of the given components, or null.</param>
public sealed record JobIdentity(string Raster, FitOptions Options, string? Initial)
{
    private const string StateName = "identity";

    /// <summary>The identity of a job.</summary>
    public static JobIdentity Of(IRaster raster, FitOptions options, IReadOnlyList<Gaussian>? initial) => new(
        raster.Fingerprint,
        options with { Threads = 1 },
        initial is null ? null : DigestOf(initial));

    /// <summary>Stores the identity in a new job's journal, and compares it with an old one's.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="path">The raster's, for the message.</param>
    /// <exception cref="InputException">The journal is another job's.</exception>
    public void Claim(IJobJournal journal, string path)
    {
        byte[]? stored = journal.ReadState(StateName);
        if (stored is null)
        {
            journal.WriteState(StateName, JobStateFormat.Defer(this));
        }
        else if (!stored.AsSpan().SequenceEqual(JobStateFormat.Write(this)))
        {
            throw new InputException(DifferenceFrom(JobStateFormat.Read<JobIdentity>(stored), path));
        }
    }

    private static string DigestOf(IReadOnlyList<Gaussian> initial)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Gaussian component in initial)
        {
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<Gaussian>(in component)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private IEnumerable<string> ChangesFrom(FitOptions other) =>
        from option in new (string Name, Func<FitOptions, object?> Of)[]
        {
            ("--components", options => options.Components), ("--rmse", options => options.Rmse),
            ("--tile", options => options.TileSize), ("--ring", options => options.Ring),
            ("--levels", options => options.Levels),
            ("--max-sweeps", options => options.MaxSweeps), ("--tolerance", options => options.Tolerance),
            ("--background", options => options.Background), ("--errors", options => options.Errors),
            ("--shape", options => RestrictionsOf(options).Shape),
            ("--positions fixed", options => RestrictionsOf(options).FixesPositions),
            ("--sigma-min", options => RestrictionsOf(options).SigmaMin),
            ("--sigma-max", options => RestrictionsOf(options).SigmaMax),
            ("--step", options => RestrictionsOf(options).Step),
            ("--amplitude", options => RestrictionsOf(options).Amplitude),
            ("--loss", options => options.Loss),
            ("--significance", options => options.Significance),
            ("the stop at the start", options => options.StopsAtStart),
            ("the projection of amplitudes", options => options.ProjectsAmplitudes),
        }
        let was = option.Of(other)
        let now = option.Of(Options)
        where !Equals(was, now)
        select FormattableString.Invariant($"{option.Name} was {was ?? "not given"} and is {now ?? "not given"}");

    private static ComponentRestrictions RestrictionsOf(FitOptions options) =>
        options.Restrictions ?? new ComponentRestrictions();

    private string DifferenceFrom(JobIdentity other, string path)
    {
        string what = Raster != other.Raster
            ? $"weights, mask or saturation are others, or {path} is another raster, or has changed"
            : Initial != other.Initial ? "the initial components are others"
            : Options == other.Options ? "the version of the program is another one"
            : string.Join(", ", ChangesFrom(other.Options));
        return $"it cannot be gone on with what was interrupted: {what} since then; put back what was there, or take "
            + "--overwrite instead of --resume to begin anew";
    }
}
