using System.Diagnostics;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Profiles;
using TiledFit.Data.Profiles;
using TiledFit.Data.Results;
using TiledFit.Engine.Preview;
using TiledFit.Tiling;

namespace TiledFit.Engine.Profiles;

/// <summary>Fits a profile and publishes the result, in the profile's units.</summary>
public sealed class ProfileRun
{
    private readonly FitOptions _options;
    private readonly string _directory;
    private readonly bool _overwrite;

    /// <summary>Checks that the result can be written, before anything is read for it.</summary>
    /// <param name="options">How to fit; tiles, ring and threads play no part.</param>
    /// <param name="directory">Where the result goes; made if it does not exist.</param>
    /// <param name="overwrite">Whether a result that is already there is replaced.</param>
    /// <exception cref="InputException">See <see cref="ResultDirectory.Prepare"/>; or the errors are to be those of
    /// correlated noise, the loss is not the squares, or components are restricted.</exception>
    public ProfileRun(FitOptions options, string directory, bool overwrite)
    {
        if (options.Errors.BeamFwhm > 0)
        {
            throw new InputException($"--errors {options.Errors} is of images; a profile takes white or none");
        }

        FitRules.Refuse(options, "a profile");
        ResultDirectory.Prepare(directory, overwrite);
        (_options, _directory, _overwrite) = (options, directory, overwrite);
    }

    /// <summary>Name and version of the program, for the manifest.</summary>
    public required string Software { get; init; }

    /// <summary>The options as the user gave them, by their names, for the manifest.</summary>
    public IReadOnlyDictionary<string, string> DescribedOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Fits, then publishes.</summary>
    /// <param name="input">The profile.</param>
    /// <param name="initial">Starting components, or null to find them.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="InputException">See <see cref="ProfileFitter.Fit"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no result is written.</exception>
    public ProfileResult Execute(
        ProfileFile input, IReadOnlyList<ProfileGaussian>? initial, CancellationToken cancellation)
    {
        using OutputClaim claim = OutputClaim.ForFit(_directory);
        var log = new ProfileLog();
        ProfileFit fit = ProfileFitter.Fit(input.Profile, OptionsOf(_options), initial, log, cancellation);
        var watch = Stopwatch.StartNew();
        var result = new ProfileResult(fit, log.Sweeps, log.Trace, log.Seconds, 0);
        var picture = new ResultFile(
            ResultDirectory.PictureName, stream => ProfilePicture.Write(stream, input, fit));
        ResultWriter.Write(
            _directory,
            new ResultContent(ManifestOf(input, result), [], [], log.Sweeps, [picture]) { Profile = fit.Components },
            _overwrite, cancellation);
        return result with { WriteSeconds = watch.Elapsed.TotalSeconds };
    }

    private static ProfileFitOptions OptionsOf(FitOptions options) => new()
    {
        Components = options.Components,
        Rmse = options.Rmse,
        MaxSweeps = options.MaxSweeps,
        Tolerance = options.Tolerance,
        EstimatesErrors = options.Errors.IsEstimated,
        Background = options.Background.Choice switch
        {
            BackgroundChoice.Auto => null,
            BackgroundChoice.None => BackgroundKind.None,
            BackgroundChoice.Constant => BackgroundKind.Constant,
            _ => BackgroundKind.Plane,
        },
    };

    private Manifest ManifestOf(ProfileFile input, ProfileResult result) => new(
        FormatVersion: 0,
        Software,
        DateTimeOffset.UtcNow,
        input.Info,
        input.Fingerprint,
        DescribedOptions,
        result.Fit.Background,
        result.Fit.Objective,
        result.Fit.Rmse,
        result.Fit.Samples,
        result.Fit.Components.Count,
        result.Sweeps.Count,
        result.Fit.Settled,
        TileSize: 0,
        Ring: 0,
        Support.Radius,
        Files: []);
}
