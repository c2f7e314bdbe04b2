using TiledFit.Engine.Comparison;

namespace TiledFit.Fuzz.Targets;

/// <summary>What is known to be there, as CSV.</summary>
internal sealed class TruthTarget() : FileTarget("truth")
{
    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        Utf8("x,y\n1,2\n3,4\n"),
        Utf8("frame,x,y,amplitude,chol_11,chol_21,chol_22\n1,10,20,1.5,3,0.25,2\n1,1,7.5,2,1,-1,1e-3\n"),
    ];

    protected override void ParseFile(string path) => TruthCatalog.Read(path);
}
