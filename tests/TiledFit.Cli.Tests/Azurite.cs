using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace TiledFit.Cli.Tests;

/// <summary>An object store on this machine, in memory: Azurite from npm, with one container.</summary>
internal sealed class Azurite : IDisposable
{
    public const string Container = "/vsiaz/fits";

    /// <summary>The account that Azurite is made with, and its key, which its documentation gives to all.</summary>
    private const string Account = "devstoreaccount1",
        Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Ready = "successfully listens on ";

    private static readonly NodeClient Client = new("azurite");

    private readonly Process _process;
    private readonly string _endpoint;
    private readonly HttpClient _http = new();

    private Azurite(Process process, string address)
    {
        _process = process;
        _endpoint = $"{address}/{Account}";
    }

    /// <summary>GDAL's setting that leads here.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={_endpoint}";

    /// <summary>Starts a store; skips the test where Node or the package is missing.</summary>
    public static async Task<Azurite> StartAsync()
    {
        Process process = Client.StartScript(
            "node_modules/azurite/dist/src/blob/main.js", "--blobHost", "127.0.0.1", "--blobPort", "0",
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
        }
        while (line is not null && !line.Contains(Ready, StringComparison.Ordinal));
        Assert.True(line is not null, line is null ? await errors : null);
        _ = process.StandardOutput.ReadToEndAsync();
        var store = new Azurite(process, line!.Split(Ready)[1]);
        await store.MakeContainerAsync();
        return store;
    }

    /// <summary>Names of the objects in the container that begin with a prefix.</summary>
    public async Task<string[]> NamesAsync(string prefix = "")
    {
        string xml = await _http.GetStringAsync($"{_endpoint}/fits?restype=container&comp=list&prefix={prefix}");
        IEnumerable<XElement> blobs = XDocument.Parse(xml.TrimStart('\uFEFF')).Descendants("Blob");
        return [.. blobs.Select(blob => blob.Element("Name")!.Value)];
    }

    /// <summary>Copies what is below a place in the container into a directory.</summary>
    public async Task DownloadAsync(string place, string directory)
    {
        foreach (string name in await NamesAsync($"{place}/"))
        {
            string path = Path.Combine(directory, name[(place.Length + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, await _http.GetByteArrayAsync($"{_endpoint}/fits/{name}"));
        }
    }

    /// <summary>Starts the program in a process of its own, with this store.</summary>
    public Process Start(string arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "tiledfit"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURE_STORAGE_CONNECTION_STRING"] = ConnectionString },
        })!;

    /// <summary>Runs the program to its end.</summary>
    public async Task<CommandLine> RunAsync(string arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandLine(process.ExitCode, output, await error);
    }

    /// <summary>From now on there is no answer.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>Makes the container, readable by all, with a request signed by the account's key.</summary>
    private async Task MakeContainerAsync()
    {
        string date = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        string headers = $"x-ms-blob-public-access:container\nx-ms-date:{date}\nx-ms-version:2021-08-06";
        // Twelve standard headers, none of which is set; the account comes twice where it is part of the path.
        string signed = $"PUT{new string('\n', 12)}{headers}\n/{Account}/{Account}/fits\nrestype:container";
        byte[] signature = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(signed));
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_endpoint}/fits?restype=container");
        foreach (string header in headers.Split('\n'))
        {
            int colon = header.IndexOf(':');
            request.Headers.Add(header[..colon], header[(colon + 1)..]);
        }

        request.Headers.Add("Authorization", $"SharedKey {Account}:{Convert.ToBase64String(signature)}");
        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, response.ReasonPhrase);
    }
}
