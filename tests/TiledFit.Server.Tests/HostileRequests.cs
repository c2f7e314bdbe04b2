using System.Text;
using System.Text.Json;

namespace TiledFit.Server.Tests;

/// <summary>Requests that no server should fall for.</summary>
/// <param name="directory">Holds the roots, in which there is a raster z.npy.</param>
/// <param name="job">A job that is done.</param>
internal sealed class HostileRequests(TemporaryDirectory directory, string job)
{
    private const string Json = "Content-Type: application/json\r\n";
    private readonly string _data = directory["data"];

    public IEnumerable<HostileRequest> All() =>
    [
        .. Numbers(), .. Words(), .. Inputs(), .. Outputs(), .. Bodies(), .. Headers(), .. Methods(), .. Identifiers(),
        .. Queries(), .. Files(), .. Broken(),
    ];

    private IEnumerable<HostileRequest> Numbers()
    {
        string[] wholes = ["components", "tile", "ring", "levels", "maxSweeps", "band"];
        string[] noWholes =
        [
            "\"1\"", "1.5", "1e10", "99999999999999999999", "2147483648", "-1", "-2147483649", "true", "[]", "{}",
            "NaN", "1e999", "0x10", "01", "+1", "1_000",
        ];
        string[] reals = ["rmse", "tolerance", "nodata"];
        string[] noReals = ["\"x\"", "NaN", "Infinity", "-Infinity", "\"nan\"", "1e999", "-1e400", "true", "[1]", "{}"];
        return
        [
            .. from name in wholes from value in noWholes select Member(name, value),
            .. from name in reals from value in noReals select Member(name, value),
            Member("rmse", "\"NaN\""), Member("tolerance", "\"Infinity\""), Member("tolerance", "\"NaN\""),
            Member("rmse", "0"), Member("rmse", "-1"), Member("tolerance", "1"), Member("tolerance", "-1e-9"),
            Member("levels", "3"), Member("maxSweeps", "0"), Member("maxSweeps", "16384"), Member("band", "0"), Member("tile", "20"),
            Member("tile", "2147483647"), Member("ring", "2147483647"), Member("tile", "8193"),
        ];
    }

    private IEnumerable<HostileRequest> Words() =>
    [
        .. from value in new[] { "1", "\"true\"", "[]", "{}", "\"\"" } select Member("overwrite", value),
        .. from value in new[]
           {
               "\"mesh:7\"", "\"mesh:\"", "\"plane:64\"", "\"mesh:99999999999\"", "\"Auto\"", "\" none\"", "\"\"", "3", "[]",
               "\"auto,none\"",
           }
           select Member("background", value),
        .. from value in new[] { "1", "\"0\"", "\"\"", "\"1,\"", "\"1;2\"", "\"1\\n\"", "[1]", "\"1,1,1,1,1,1\"" }
           select Member("plane", value),
        Member("threads", "4"), Member("Input", "\"x\""), Member("", "1"), Member("__proto__", "{}"),
        Member("$type", "\"System.IO.FileInfo\""), Member("job", "\"x\""),
    ];

    private IEnumerable<HostileRequest> Inputs()
    {
        string[] paths =
        [
            "", " ", "z.npy", "./z.npy", "../z.npy", "~/z.npy", "/", "//", "/etc/passwd", "/proc/self/environ",
            "/dev/zero",
            $"{_data}/../secret.npy", $"{_data}/./z.npy", $"{_data}//z.npy", $"{_data}/x/../z.npy", $"{_data}x/z.npy",
            $"{_data}/z.npy\0.tif", $"{_data}/z\n.npy", $"{_data}/\u001b[2J", $"{_data}/missing.npy",
            $"file://{_data}/z.npy", "http://169.254.169.254/latest/meta-data", @"C:\data\z.npy", @"\\host\share\z.npy",
            $"{_data}/{new string('a', 5000)}", $"/vsizip/{_data}.zip/z.tif", "/vsizip//etc/a.zip/z.tif",
            $"/vsizip/{{{_data}/a.zip}}/z.tif", $"/vsizip//vsizip/{_data}/a.zip/b.zip/z.tif",
            $"/vsizip///vsicurl/http://localhost/a.zip/z.tif", "/vsizip/vsicurl/http://localhost/a.zip/z.tif",
            $"/vsizip/{_data}/../a.zip/z.tif", "/vsigzip//etc/passwd", "/vsitar//etc/a.tar/z.tif",
            "/vsicurl/http://localhost/z.tif", "/vsicurl?url=http://localhost", "/vsicurl_streaming/http://localhost/z",
            "/vsis3/bucket/z.tif", "/vsigs/bucket/z.tif", "/vsiaz/bucket/z.tif", "/vsiswift/c/z.tif", "/vsihdfs/z.tif",
            "/vsimem/z.tif", "/vsistdin/", "/vsisubfile/0_100,/etc/passwd", "/vsisparse/a.xml",
            "/vsicrypt/key=a,file=b",
            "/VSICURL/http://localhost/z.tif", "/vsi7z//data/a.7z/z.tif", "/vsirar//data/a.rar/z.tif",
            "NETCDF:\"/etc/passwd\":z", "HDF5:/etc/passwd://z", "GTIFF_DIR:1:/etc/passwd", "WMS:http://localhost",
            "<GDAL_WMS><Service name=\"TMS\"/></GDAL_WMS>", "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"/>",
            "PG:host=localhost", "DERIVED_SUBDATASET:LOGAMPLITUDE:/etc/passwd", "GPKG:/etc/passwd:t",
            "vrt:///etc/passwd",
            "ZARR:\"/vsicurl/http://localhost\"", "{\"type\":\"reference\"}", "STACTA:\"http://localhost\"",
        ];
        return
        [
            .. paths.Select(path => Described(path, $"{_data}/h", null)),
            .. from path in new[]
               {
                   "/etc/passwd", "../i.csv", "", "/vsicurl/http://localhost/i.csv",
                   $"{_data}/../i.csv"
               }
               select Described($"{_data}/z.npy", $"{_data}/h", path),
        ];
    }

    private IEnumerable<HostileRequest> Outputs() =>
        from path in new[]
        {
            "", "out", "/", "/etc", "/tmp", "/etc/cron.d", $"{_data}/../out", $"{_data}/a/../../out", $"{_data}\0/x",
            $"{_data}/z.npy", $"{_data}/z.npy/sub", directory["state"], directory["state/jobs/x"], "/vsimem/out",
            "http://localhost/out", $"{_data}/done",
        }
        select Described($"{_data}/z.npy", path, null);

    private IEnumerable<HostileRequest> Bodies()
    {
        string good = $"\"input\":\"{_data}/z.npy\",\"output\":\"{_data}/h\"";
        string[] bodies =
        [
            "", " ", "null", "true", "1", "\"x\"", "[]", "[{}]", "{}", "{", "}", "{]", "{\"input\"}", "{\"input\":}",
            $"{{{good},}}", $"{{{good}}} {{{good}}}", $"{{{good}}}x", $"/* c */{{{good}}}", $"{{{good},'tile':1}}",
            $"{{{good},\"tile\":64,\"tile\":128}}", $"{{{good},\"input\":\"/etc/passwd\"}}",
            $"{{{good},\"\\u0074ile\":64,\"tile\":128}}", $"{{{good},\"tile\":NaN}}",
            $"{{{good},\"init\":\"\\ud800\"}}",
            $"{{{good},\"\\ud800\":1}}", $"{{{good},\"init\":\"\\u0000\"}}", $"{{{good},\"x\":{Nested(5)}}}",
            $"{{{good},\"x\":{Nested(100)}}}", $"{{{good},\"x\":{Nested(10_000)}}}", Nested(20_000),
            $"{{{good},{string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"k{i}\":{i}"))}}}",
            $"{{{good},\"rmse\":{new string('9', 10_000)}}}", $"{{{good},\"rmse\":1e{new string('9', 1000)}}}",
            $"{{{good},\"rmse\":0.{new string('0', 10_000)}}}", $"{{{good},\"{new string('k', 10_000)}\":1}}",
            $"{{{good},\"init\":\"{new string('a', 70_000)}\"}}", new string('{', 1_000_000),
            $"<job><input>{_data}/z.npy</input></job>", "input=a&output=b",
        ];
        return
        [
            .. bodies.Select(body => HostileRequest.Submit(body)),
            HostileRequest.Submit([0xFF, 0xFE, 0x00]),
            HostileRequest.Submit([.. Encoding.UTF8.GetBytes($"{{{good},\"init\":\""), 0xC3, 0x28, .. "\"}"u8]),
            HostileRequest.Submit(Encoding.Unicode.GetBytes($"{{{good}}}")),
            HostileRequest.Submit(new byte[1000]),
        ];
    }

    private IEnumerable<HostileRequest> Headers()
    {
        string body = $"{{\"input\":\"{_data}/z.npy\",\"output\":\"{_data}/h\"}}";
        string[] types =
        [
            "", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n", "Content-Type: application/json; charset=utf-16\r\n",
            "Content-Type: application/xml\r\n", "Content-Type: ;;;\r\n", "Content-Type: application/jsonp\r\n",
            $"{Json}Content-Encoding: gzip\r\n", $"{Json}Content-Encoding: identity\r\n",
        ];
        string[] keys =
        [
            "", " ", "two words", new string('k', 256), "tab\there", "a\r\nIdempotency-Key: b",
        ];
        return
        [
            .. types.Select(type => HostileRequest.Submit(body, type)),
            .. keys.Select(key => HostileRequest.Submit(body, $"{Json}Idempotency-Key: {key}\r\n")),
            HostileRequest.Submit(body, $"{Json}Origin: http://evil.example\r\n"),
            HostileRequest.Submit(body, $"{Json}Origin: null\r\n"),
            HostileRequest.Submit(body, $"{Json}Host: evil.example\r\n"),
            HostileRequest.Of("GET", "/v1/jobs", "Host: localhost.evil.example\r\n"),
            HostileRequest.Of("GET", "/v1/jobs", "Host: 10.0.0.1\r\n"),
            HostileRequest.Of("POST", $"/v1/jobs/{job}/cancel", "Origin: https://evil.example\r\n", []),
            HostileRequest.Of("GET", "/metrics", "Host: rebound.example:80\r\n"),
        ];
    }

    private IEnumerable<HostileRequest> Methods() =>
    [
        .. from method in new[] { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO" }
           from target in new[] { "/v1/jobs", $"/v1/jobs/{job}", $"/v1/jobs/{job}/files/tiles.parquet" }
           select HostileRequest.Of(method, target),
        HostileRequest.Of("GET", $"/v1/jobs/{job}/cancel"), HostileRequest.Of("GET", $"/v1/jobs/{job}/resume"),
        HostileRequest.Of("POST", $"/v1/jobs/{job}/events", "", []), HostileRequest.Of("POST", "/metrics", "", []),
        HostileRequest.Of("POST", $"/v1/jobs/{job}/cancel", "", []),
        HostileRequest.Of("POST", $"/v1/jobs/{job}/resume", "", []),
    ];

    private static IEnumerable<HostileRequest> Identifiers()
    {
        string[] ids =
        [
            "x", "01a1fb87a5f3727787a3b8fa17912256", "..%2f..%2fetc", "%2e%2e", "..%5c..%5c", "'%20OR%201=1",
            "%F0%9F%92%A9",
            "*", "~", new string('a', 3000), "%25%30%30", "-1", "null",
        ];
        return
        [
            .. from id in ids from rest in new[] { "", "/events", "/tiles", "/files/x" }
               select HostileRequest.Of("GET", $"/v1/jobs/{id}{rest}"),
            .. from id in ids.Take(4) from rest in new[] { "/cancel", "/resume" }
               select HostileRequest.Of("POST", $"/v1/jobs/{id}{rest}", "", []),
            HostileRequest.Of("GET", "/"), HostileRequest.Of("GET", "/v1"), HostileRequest.Of("GET", "/v2/jobs"),
            HostileRequest.Of("GET", "/v1/jobs/../../etc/passwd"), HostileRequest.Of("GET", "/.git/config"),
            HostileRequest.Of("GET", "/appsettings.json"), HostileRequest.Of("GET", "/openapi/v2.json"),
            HostileRequest.Of("GET", "/openapi/..%2fv1.json"), HostileRequest.Of("GET", "/healthz/x"),
        ];
    }

    private static IEnumerable<HostileRequest> Queries() =>
        from query in new[]
        {
            "limit=0", "limit=-1", "limit=501", "limit=abc", "limit=99999999999", "limit=1.5", "limit=", "limit=NaN",
            "after=zzz", "after=", "after=01a1fb87a5f3727787a3b8fa17912256",
            "state=lost", "state=99", "state=-1", "state=queued,running", "limit=1&limit=2",
        }
        select HostileRequest.Of("GET", $"/v1/jobs?{query}");

    private IEnumerable<HostileRequest> Files() =>
        from name in new[]
        {
            "manifest.json", "components", "components/", "components/part-00001.parquet",
            "COMPONENTS/part-00000.parquet", "components%2fpart-00000.parquet", "components//part-00000.parquet",
            "x/../../z.npy", "../z.npy", "..%2fz.npy", "%2e%2e/z.npy", "%2e%2e%2fz.npy",
            "..%5cz.npy", "/etc/passwd", "%2fetc%2fpasswd", "tiles.parquet/", "tiles.parquet%20", "tiles.parquet%0a",
            "tiles.parquet::$DATA", ".tiledfit-lock",
        }
        select HostileRequest.Of("GET", $"/v1/jobs/{job}/files/{name}");

    private static IEnumerable<HostileRequest> Broken() =>
    [
        new("no HTTP", "hello\r\n\r\n"u8.ToArray(), true),
        new("TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, 0x0D, 0x0A, 0x0D, 0x0A], true),
        HostileRequest.Of("GET", "/v1/jobs/%00", breaksHttp: true),
        HostileRequest.Of("GET", "/" + new string('a', 9000), breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", $"X: {new string('x', 20_000)}\r\n", breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", string.Concat(Enumerable.Range(0, 200).Select(i => $"X{i}: 1\r\n")),
            breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", "X\0: 1\r\n", breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", "X: \u00e4\r\n", breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", "Host: a b\r\n", breaksHttp: true),
        HostileRequest.Of("GET", "/v1/jobs", "Host: localhost\r\nHost: evil\r\n", breaksHttp: true),
        HostileRequest.Of("POST", "/v1/jobs", $"{Json}Content-Length: -1\r\n", breaksHttp: true),
        HostileRequest.Of("POST", "/v1/jobs", $"{Json}Content-Length: 1\r\nContent-Length: 2\r\n", breaksHttp: true),
        HostileRequest.Of("POST", "/v1/jobs", $"{Json}Transfer-Encoding: chunked\r\n", "zz\r\n"u8.ToArray(), true),
    ];

    private HostileRequest Member(string name, string value) => HostileRequest.Submit(
        $"{{\"input\":\"{_data}/z.npy\",\"output\":\"{_data}/h\",\"{name}\":{value}}}");

    private static HostileRequest Described(string input, string output, string? init) => HostileRequest.Submit(
        JsonSerializer.Serialize(init is null
            ? (object)new { input, output }
            : new { input, output, init }));

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
