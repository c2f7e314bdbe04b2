using System.Text.RegularExpressions;

namespace TiledFit.Engine.Tests;

public class ReadmeTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void ItsExampleIsTheOneCompiledHere()
    {
        string example = File.ReadAllText(Path.Combine(Root, "tests", "TiledFit.Engine.Tests", "ReadmeExample.cs"));
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.Contains("```csharp\n" + Unix(example) + "```\n", Unix(readme), StringComparison.Ordinal);
    }

    [Fact]
    public void ItsExampleFitsTheSample()
    {
        var output = new StringWriter();
        FitResult fit = ReadmeExample.Fit(Path.Combine(Root, "samples", "jacksboro.npy"), output);

        // The standard deviation of the sample's heights, by gdalinfo -stats; 100 Gaussians explain far more than half
        // of it.
        Assert.InRange(fit.Rmse, 1, 0.5 * 162.457);
        Assert.Equal(100, fit.Components.Count);
        Assert.StartsWith("100 components, RMSE ", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, output.ToString().TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void LinksLeadToFiles()
    {
        string[] pages = [Path.Combine(Root, "README.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md")];
        (string Page, string Target)[] links = [.. pages.SelectMany(page => Regex
            .Matches(File.ReadAllText(page), @"\]\((?!https?:|#)([^)#]+)")
            .Select(link => (page, link.Groups[1].Value)))];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target)), $"{link.Page}: {link.Target}"));
    }

    private static string Unix(string text) => text.ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        DirectoryInfo directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "TiledFit.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}
