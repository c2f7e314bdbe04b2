namespace TiledFit.Tests.Shared;

/// <summary>Finds the files that tests read.</summary>
internal static class TestData
{
    /// <summary>A real data set, or a skipped test where the data is not there.</summary>
    public static string Shared(string name)
    {
        string? file = DataFiles.Shared(name);
        Skip.If(file is null, $"shared/data/{name} is not here");
        return file;
    }

    /// <summary>A sample of the solution.</summary>
    public static string Sample(string name) => DataFiles.Sample(name);
}
