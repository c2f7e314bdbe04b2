using TiledFit.Core.Model;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Simulation;

/// <summary>
/// The fit on a simulated cluster that loses, repeats and reorders messages and whose hosts crash: the bits are those
/// of one process. TILEDFIT_SIMULATION_SEEDS=2000 runs more seeds, TILEDFIT_SIMULATION_SEED=17 runs just one.
/// </summary>
public class SimulationTests
{
    private const int UsualSeeds = 100;

    private static readonly FitOptions Options = new()
    {
        TileSize = 32,
        Ring = 6,
        Threads = 1,
        Background = BackgroundChoice.Constant,
        MaxSweeps = 4,
    };

    // 5 × 5 tiles: four regions of 16, 4, 4 and 1.
    private const int Side = 150;

    private static readonly Gaussian[] Spots = [.. RandomSpots(new Random(3), 40)];

    private static readonly MemoryRaster Raster = Render(new Random(4));

    [Fact]
    public void AGivenStartHasTheBitsOfOneProcess() => Check(
        Options, [.. Spots.Select(spot => spot with { X = spot.X + 0.4, L11 = 1.1 * spot.L11 })]);

    [Fact]
    public void AnAutomaticStartHasTheBitsOfOneProcess() => Check(Options with { Components = 40 }, null);

    /// <summary>Backgrounds are tried between the sweeps, by counts of which late ones must not be mistaken.</summary>
    [Fact]
    public void ARobustLossHasTheBitsOfOneProcess() => Check(
        Options with { Loss = LossModel.Parse("cauchy", "--loss") },
        [.. Spots.Select(spot => spot with { X = spot.X + 0.4, L11 = 1.1 * spot.L11 })], share: 4);

    /// <summary>The nodes are made by one host and read by all others.</summary>
    [Fact]
    public void AMeshHasTheBitsOfOneProcess() => Check(
        Options with { Background = new BackgroundModel(BackgroundChoice.Mesh, 16) },
        [.. Spots.Select(spot => spot with { X = spot.X + 0.4, L11 = 1.1 * spot.L11 })], share: 4);

    /// <summary>Turns of the coarse level lie between sweeps, and components move between it and the tiles.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACoarseLevelHasTheBitsOfOneProcess(bool grows) => Check(
        Options with { Levels = 2, TileSize = 64, Components = grows ? 45 : null },
        grows ? null : [.. Spots.Select(spot => spot with { X = spot.X + 0.4 }), Bump with { X = 100, L11 = 60 }],
        share: 5, new MemoryRaster(
            300, 300, (x, y) => 3 + Bump.ValueAt(x, y) + Spots.Sum(spot => spot.ValueAt(x, y)) + 0.01 * ((x * y) % 7)));

    private static Gaussian Bump { get; } = new(2, 130, 160, 50, 6, 40);

    private static void Check(
        FitOptions options, IReadOnlyList<Gaussian>? initial, int share = 1, MemoryRaster? other = null)
    {
        MemoryRaster raster = other ?? Raster;
        FitResult expected = LocalHost.Fit(raster, options, initial);
        long[] bits = [.. expected.Components.SelectMany(row => FitCase.BitsOf(row.Component))];
        int crashes = 0;
        foreach (int seed in Seeds().Where(seed => seed % share == 0 || Seeds().Count() == 1))
        {
            try
            {
                var cluster = new SimulatedCluster(raster, options, initial, seed);
                (FitJobState state, IReadOnlyList<Component> components) = cluster.Run();
                crashes += cluster.Crashes;
                Assert.Equal(bits, components.SelectMany(FitCase.BitsOf));
                Assert.Equal(
                    expected.Sweeps.Select(sweep => sweep.Objective), state.Sweeps.Select(sweep => sweep.Objective));
                Assert.Equal(expected.Objective, state.Objective);
                Assert.Equal(expected.Background with { Mesh = null }, state.Background);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"replay: TILEDFIT_SIMULATION_SEED={seed} dotnet test --filter {nameof(SimulationTests)}", e);
            }
        }

        Assert.True(crashes > 0 || Seeds().Count() < 10, "no host has crashed");
    }

    // Five sigma are less than the tiles' reach of 10 px.
    private static IEnumerable<Gaussian> RandomSpots(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => new Gaussian(
            1 + random.NextDouble(), Side * random.NextDouble(), Side * random.NextDouble(),
            1 + 0.6 * random.NextDouble(), random.NextDouble() - 0.5, 1 + 0.6 * random.NextDouble()));

    private static MemoryRaster Render(Random random)
    {
        double[] values = [.. Enumerable.Range(0, Side * Side).Select(pixel =>
            3 + Spots.Sum(spot => spot.ValueAt(pixel % Side, pixel / Side)) + 0.02 * random.NextDouble())];
        return new MemoryRaster(Side, Side, (x, y) => values[y * Side + x]);
    }

    private static IEnumerable<int> Seeds() =>
        int.TryParse(Environment.GetEnvironmentVariable("TILEDFIT_SIMULATION_SEED"), out int seed)
            ? [seed]
            : Enumerable.Range(
                1, int.TryParse(Environment.GetEnvironmentVariable("TILEDFIT_SIMULATION_SEEDS"), out int count)
                    ? count
                    : UsualSeeds);
}
