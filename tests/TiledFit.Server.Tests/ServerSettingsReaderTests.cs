using TiledFit.Core;

namespace TiledFit.Server.Tests;

public sealed class ServerSettingsReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("MaxQueued", "abc", ": 'abc' is not a whole number from 1 to 100000")]
    [InlineData("MaxQueued", "0", ": '0' is not a whole number from 1 to 100000")]
    [InlineData("MaxTile", "1.5", ": '1.5' is not a whole number from 16 to 32768")]
    [InlineData("Cluster", "maybe", ": 'maybe' is not true or false")]
    [InlineData("Queue", "5", " is not a setting; there are Url, Cluster, Silos:ConnectionString, Silos:Gateway,")]
    [InlineData("Silos__Port", "5", " is not a setting; there are Url,")]
    [InlineData("Silos", "here", " is not a setting; there are Url,")]
    [InlineData("Drivers__0", "GTiff", " is not a setting; there are Url,")]
    [InlineData("InputRoots__0__x", "a", " is not a setting; there are Url,")]
    [InlineData("InputRoots", "foo", ": 'foo' is not a list; its first entry is TILEDFIT_Server__InputRoots__0 in ")]
    public void AFaultInTheEnvironmentNamesTheVariable(string name, string value, string message)
    {
        Write("""{"Server": {"MaxQueued": 5, "InputRoots": []}}""");
        string variable = $"TILEDFIT_Server__{name}";
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            AssertRefused($"environment variable {variable}{message}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Theory]
    [InlineData("""{"Server": {"MaxQueued": "abc"}}""",
        "Server:MaxQueued in appsettings.json: 'abc' is not a whole number from 1 to 100000")]
    [InlineData("""{"Server": {"Silos": {"Port": 3}}}""", "Server:Silos:Port in appsettings.json is not a setting")]
    [InlineData("""{"Server": {"Url": {"Host": "a"}}}""", "Server:Url:Host in appsettings.json is not a setting")]
    [InlineData("""{"Server": {"OutputRoots": "a"}}""", "Server:OutputRoots in appsettings.json: 'a' is not a list")]
    public void AFaultInTheFileNamesTheSetting(string content, string message)
    {
        Write(content);
        AssertRefused(message);
    }

    [Fact]
    public void AFileThatCannotBeReadIsNamed()
    {
        string file = _directory["appsettings.json"];
        AssertRefused($"{file} is missing");
        Write("{\n\"Server\": {\n,,\n}}");
        AssertRefused($"{file} cannot be read: line 3 is not valid JSON");
    }

    [Fact]
    public void WhatIsGivenIsRead()
    {
        Write(
            """{"server": {"maxqueued": 7, "Cluster": true, "InputRoots": ["a", "b"], "Silos": {"ClusterId": "c"}}}""");
        ServerSettings settings = ServerSettingsReader.Read(_directory.Path);
        Assert.Equal((7, true, "c"), (settings.MaxQueued, settings.Cluster, settings.Silos.ClusterId));
        Assert.Equal(["a", "b"], settings.InputRoots);
        Assert.Equal(new ServerSettings().MaxTile, settings.MaxTile);
    }

    private void Write(string content) => _directory.Write("appsettings.json", content);

    private void AssertRefused(string message)
    {
        InputException refused =
            Assert.Throws<InputException>(() => ServerSettingsReader.Read(_directory.Path));
        Assert.StartsWith(message, refused.Message);
        Assert.DoesNotContain("System.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
