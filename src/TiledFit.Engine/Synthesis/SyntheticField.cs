using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Data.Catalogs;

namespace TiledFit.Engine.Synthesis;

/// <summary>
/// A random field whose components are known: centres uniform over the raster, x in [−½, W−½) and y in [−½, H−½); both
/// principal standard deviations uniform in [min, max]; the angle uniform; amplitudes uniform in [0.5, 1.5); plus white
/// Gaussian noise. Everything follows from the seed, with the same bits on every platform.
/// </summary>
public sealed class SyntheticField
{
    private readonly Gaussian[] _truth;

    private SyntheticField(SyntheticFieldOptions options, Gaussian[] truth)
    {
        Options = options;
        _truth = truth;
    }

    /// <summary>What was asked for.</summary>
    public SyntheticFieldOptions Options { get; }

    /// <summary>The components.</summary>
    public IReadOnlyList<Gaussian> Truth => _truth;

    /// <summary>
    /// The components with independent standard normals n and p = <see cref="SyntheticFieldOptions.Perturbation"/>:
    /// a·e^{½pn}, x + p·n·l11, y + p·n·l22, l11·e^{½pn}, l21 + ½p·n·l22, l22·e^{½pn}. A centre that leaves the raster
    /// stays where it is. Worked out on each enumeration.
    /// </summary>
    public IEnumerable<Gaussian> Initial => _truth.Select(Perturb);

    /// <summary>Draws the components.</summary>
    /// <exception cref="InputException">An option is out of its range.</exception>
    public static SyntheticField Generate(SyntheticFieldOptions options)
    {
        options.Validate();
        var truth = new Gaussian[options.Components];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = Draw(options, i);
        }

        return new SyntheticField(options, truth);
    }

    /// <summary>
    /// Writes the raster, band of rows by band of rows, and the lists of components. The memory needed does not grow
    /// with the raster, and the bytes do not depend on the number of threads. The files appear under their names when
    /// all are complete.
    /// </summary>
    /// <param name="paths">Where to.</param>
    /// <param name="cancellation">Stops within a band.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    public void Write(SyntheticFieldPaths paths, CancellationToken cancellation = default)
    {
        using var files = new PendingFiles();
        WriteComponents(paths.Truth, _truth);
        WriteComponents(paths.Initial, Initial);
        files.Write(paths.Raster, path => new SyntheticRaster(Options, _truth).Write(path, cancellation));
        files.Commit();

        void WriteComponents(string? name, IEnumerable<Gaussian> components)
        {
            if (name is not null)
            {
                files.Write(name, path => ComponentCatalog.WriteCsv(path, components.Select(Uncancelled)));
            }
        }

        Gaussian Uncancelled(Gaussian component)
        {
            cancellation.ThrowIfCancellationRequested();
            return component;
        }
    }

    private static Gaussian Draw(SyntheticFieldOptions options, int index)
    {
        var random = new PhiloxSequence(options.Seed, RandomStream.Components, (ulong)index);
        (double x, double y) = random.NextUniformPair();
        (double first, double second) = random.NextUniformPair();
        (double amplitude, _) = random.NextUniformPair();
        (double cosine, double sine, double squared) = random.NextInUnitDisc();
        double sigma1 = options.SigmaMin + (options.SigmaMax - options.SigmaMin) * first;
        double sigma2 = options.SigmaMin + (options.SigmaMax - options.SigmaMin) * second;

        // Σ = σ₁²·e·eᵀ + σ₂²·(I − e·eᵀ), e the disc point's direction; |Σ|^½ = σ₁σ₂ = l11·l22.
        double variance1 = sigma1 * sigma1, variance2 = sigma2 * sigma2;
        double l11 = Math.Sqrt((variance1 * cosine * cosine + variance2 * sine * sine) / squared);
        double l21 = (variance1 - variance2) * cosine * sine / squared / l11;
        return new Gaussian(
            0.5 + amplitude, x * options.Width - 0.5, y * options.Height - 0.5, l11, l21, sigma1 * sigma2 / l11);
    }

    private Gaussian Perturb(Gaussian truth, int index)
    {
        var random = new PhiloxSequence(Options.Seed, RandomStream.Perturbation, (ulong)index);
        (double amplitude, double x) = random.NextNormalPair();
        (double y, double l11) = random.NextNormalPair();
        (double l21, double l22) = random.NextNormalPair();
        double p = Options.Perturbation;
        return new Gaussian(
            truth.Amplitude * DeterministicMath.Exp(0.5 * p * amplitude),
            truth.X + p * x * truth.L11,
            truth.Y + p * y * truth.L22,
            truth.L11 * DeterministicMath.Exp(0.5 * p * l11),
            truth.L21 + 0.5 * p * l21 * truth.L22,
            truth.L22 * DeterministicMath.Exp(0.5 * p * l22));
    }
}
