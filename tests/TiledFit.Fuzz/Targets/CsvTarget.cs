using TiledFit.Data.Catalogs;

namespace TiledFit.Fuzz.Targets;

/// <summary>A list of components as CSV.</summary>
internal sealed class CsvTarget() : FileTarget("csv")
{
    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        Utf8("amplitude,x,y,chol_11,chol_21,chol_22\n1.5,10,20,3,0.25,2\n2,-1e3,7.5,1,-1,1e-3\n"),
        Utf8("\uFEFFid,\"x\" , y,amplitude,chol_22,chol_21,chol_11\r\n\"a,b\",1,2,3,4,5,6\r\n\r\nc,1,2,3,4,5,6"),
    ];

    protected override void ParseFile(string path) => ComponentCatalog.Read(path);
}
