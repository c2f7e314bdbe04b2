using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TiledFit.Server.Http;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Fuzz.Targets;

/// <summary>The description of a job, as a client sends it.</summary>
internal sealed class JobTarget : IFuzzTarget
{
    public string Name => "job";

    public IReadOnlyList<byte[]> Corpus { get; } =
    [
        Encoding.UTF8.GetBytes("""{"input":"in.npy","output":"out","components":100,"tolerance":1e-5}"""),
        Encoding.UTF8.GetBytes(
            """
            {"input": "a\u00e9.tif", "output": "o", "init": null, "rmse": 2.5, "tile": 512, "ring": 32, "maxSweeps": 30,
             "background": "plane", "band": 1, "nodata": -9999, "overwrite": true}
            """),
    ];

    public long FixedBytes => 1 << 20;

    public long BytesPerByte => 256;

    public void Parse(byte[] input)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(input);
        using JsonDocument document = JsonBody.ReadAsync(context.Request).GetAwaiter().GetResult();
        JobDescriptionReader.Read(document.RootElement, new FitOptions(), new FieldErrors());
    }

    public bool IsDocumented(Exception exception) => exception is JsonException;
}
