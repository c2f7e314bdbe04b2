using TiledFit.Core.Model;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Fuzz.Targets;

/// <summary>The stored states of jobs and regions; the first byte says which.</summary>
internal sealed class StateTarget() : StoredTarget("state")
{
    private static readonly TileSurvey Survey =
        TileSurvey.Of(new PixelRectangle(0, 0, 4, 4), [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8], 2, 2);

    private static readonly FitJobState State = new() { Sweep = 3, Messages = ["background constant 1.5"] };

    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        [0, .. JobStateFormat.Write(State)],
        [0, .. JobStateFormat.Write(State with { Additions = [.. Enumerable.Range(0, 5000)] })],
        [1, .. JobStateFormat.Write(new RegionState(2, 3, null, []))],
        [1, .. JobStateFormat.Write(Region(new RegionStepped(1, 2, -0.5, 0, default, 100, 3)))],
        [1, .. JobStateFormat.Write(Region(new RegionSurveyed(1, 2, Survey, 3)))],
    ];

    /// <summary>Deflate's densest code, as a list of one-digit numbers that doubles as it grows.</summary>
    public override long BytesPerByte => 1040 * 16;

    public override void Parse(byte[] input)
    {
        ReadOnlySpan<byte> rest = input.AsSpan(Math.Min(1, input.Length));
        if (input is [] || input[0] % 2 == 0)
        {
            JobStateFormat.Read<FitJobState>(rest);
        }
        else
        {
            JobStateFormat.Read<RegionState>(rest);
        }
    }

    private static RegionState Region(RegionReport report) => new(
        2, 3, report, [new TileState(), new TileState { Pixels = 100, Components = 2, PendingDecrease = 0.5 }]);
}
