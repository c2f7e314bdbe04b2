using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;

namespace TiledFit.Fuzz;

/// <summary>A few inputs for each parser; the program tries more.</summary>
public class FuzzTests
{
    private const int Seed = 20, Count = 1000;

    public static TheoryData<string> Parsers { get; } = [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void MutatedInputsAreParsedOrRefused(string parser)
    {
        IFuzzTarget target = FuzzTargets.All.Single(target => target.Name == parser);
        int count = Count / target.Share;
        FuzzTally tally = FuzzRun.Start(target, Seed, first: 0, count, double.PositiveInfinity);
        Assert.Empty(tally.Failures);
        Assert.Equal(count, tally.Accepted + tally.Refused);
        // Mutations that a parser never minds, or that always stop it at its door, would test nothing.
        Assert.InRange(tally.Refused, count / 10, count);
    }

    [SkippableFact]
    public void WhatLibrariesReadTakesPart()
    {
        Skip.If(Gdal.Version is null || Cfitsio.Version is null, "libgdal or cfitsio is not installed");
        string[] names = [.. FuzzTargets.All.Select(target => target.Name)];
        Assert.Superset(new HashSet<string> { "gtiff", "png", "vrt", "fits" }, names.ToHashSet());
    }

    [Fact]
    public void TheSameSeedMakesTheSameInputs()
    {
        IReadOnlyList<byte[]> corpus = FuzzTargets.All[0].Corpus;
        Assert.Equal(new Mutator(corpus, 1).Make(7), new Mutator(corpus, 1).Make(7));
        Assert.NotEqual(new Mutator(corpus, 1).Make(7), new Mutator(corpus, 2).Make(7));
        Assert.NotEqual(new Mutator(corpus, 1).Make(7), new Mutator(corpus, 1).Make(8));
    }
}
