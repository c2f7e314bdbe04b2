using TiledFit.Engine.Comparison;

namespace TiledFit.Engine.Tests.Comparison;

public class CatalogMatcherTests
{
    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void AgreesWithBruteForce(double radius)
    {
        var random = new Random(7);
        for (int trial = 0; trial < 40; trial++)
        {
            CatalogEntry[] truth = RandomEntries(random), found = RandomEntries(random);
            Assert.Equal(BruteForce(truth, found, radius), CatalogMatcher.Match(truth, found, radius));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(4)]
    public void BreaksTiesByIndex(double radius)
    {
        // Integer coordinates on a small square: many equal distances, many entries in the same place.
        var random = new Random(8);
        for (int trial = 0; trial < 40; trial++)
        {
            CatalogEntry[] truth = GridEntries(random, 60), found = GridEntries(random, 60);
            Assert.Equal(BruteForce(truth, found, radius), CatalogMatcher.Match(truth, found, radius));
        }
    }

    [Fact]
    public void NearestPairGoesFirst()
    {
        // The first truth is nearest to the entry at 1, which the second truth claims from nearer by.
        CatalogEntry[] truth = [new(0, 0), new(1.5, 0)], found = [new(1, 0), new(-1.2, 0)];
        IReadOnlyList<CatalogMatch> matches = CatalogMatcher.Match(truth, found, 2);
        Assert.Equal([(1, 0), (0, 1)], matches.Select(m => (m.Truth, m.Found)));
    }

    /// <summary>A hill is no dip, however near; where an amplitude is not known, the place decides.</summary>
    [Fact]
    public void OppositeSignsAreNoPair()
    {
        CatalogEntry[] truth = [new(0, 0, 2), new(5, 0, -1), new(9, 0)];
        CatalogEntry[] found = [new(0.1, 0, -2), new(0.5, 0, 1), new(5.1, 0, -3), new(9.2, 0, -3)];
        IReadOnlyList<CatalogMatch> matches = CatalogMatcher.Match(truth, found);
        Assert.Equal([(1, 2), (2, 3), (0, 1)], matches.Select(m => (m.Truth, m.Found)));
    }

    [Fact]
    public void RadiusIsIncluded()
    {
        Assert.Single(CatalogMatcher.Match([new(0, 0)], [new(3, 4)], 5));
        Assert.Empty(CatalogMatcher.Match([new(0, 0)], [new(3, 4)], 4.999));
    }

    [Fact]
    public void ReportOfAWorkedExample()
    {
        CatalogEntry[] truth = [new(10, 10, 2, 4, 2), new(20, 10, 4, 5, 5), new(50, 50, 1, 2, 2)];
        CatalogEntry[] found =
            [new(20, 10.4, 3, 5, 4), new(10.3, 10, 2.2, 4.4, 2.2), new(70, 70, 1, 2, 2), new(80, 1, 1, 2, 2)];
        MatchReport report = CatalogMatcher.Compare(truth, found);
        Assert.Equal((3, 4, 2), (report.Truth, report.Found, report.Matched));
        Assert.Equal(2.0 / 3, report.Completeness, 1e-15);
        Assert.Equal(0.5, report.Purity);
        Assert.Equal(1, report.Radius);
        Assert.Equal(Math.Sqrt((0.3 * 0.3 + 0.4 * 0.4) / 2), report.RmsCentre!.Value, 1e-12);
        Assert.Equal(Math.Sqrt((0.1 * 0.1 + 0.25 * 0.25) / 2), report.RmsAmplitude!.Value, 1e-12);
        Assert.Equal(Math.Sqrt((0.1 * 0.1 + 0.1 * 0.1 + 0 + 0.2 * 0.2) / 4), report.RmsSigma!.Value, 1e-12);
    }

    [Fact]
    public void WhatIsNotKnownIsNull()
    {
        MatchReport positions = CatalogMatcher.Compare([new(0, 0)], [new(0, 0.5, 1, 2, 2)]);
        Assert.Equal(0.5, positions.RmsCentre);
        Assert.Null(positions.RmsAmplitude);
        Assert.Null(positions.RmsSigma);
        MatchReport nothing = CatalogMatcher.Compare([new(0, 0, 1, 1, 1)], []);
        Assert.Equal((0, 0.0, 1.0), (nothing.Matched, nothing.Completeness, nothing.Purity));
        Assert.Null(nothing.RmsCentre);
        Assert.Equal(1, CatalogMatcher.Compare([], []).Completeness);
        Assert.Null(CatalogMatcher.Compare([new(0, 0, 0)], [new(0, 0, 1)]).RmsAmplitude);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RadiusMustBePositiveAndFinite(double radius) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogMatcher.Match([], [], radius));

    private static List<CatalogMatch> BruteForce(CatalogEntry[] truth, CatalogEntry[] found, double radius)
    {
        List<CatalogMatch> pairs = [.. from t in Enumerable.Range(0, truth.Length)
                                       from f in Enumerable.Range(0, found.Length)
                                       let d = DistanceSquared(truth[t], found[f])
                                       where d <= radius * radius
                                       orderby d, t, f
                                       select new CatalogMatch(t, f, d)];
        HashSet<int> usedTruth = [], usedFound = [];
        return [.. pairs.Where(p => !usedTruth.Contains(p.Truth) && !usedFound.Contains(p.Found)
                                    && usedTruth.Add(p.Truth) && usedFound.Add(p.Found))];
    }

    private static double DistanceSquared(CatalogEntry a, CatalogEntry b) =>
        (b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y);

    private static CatalogEntry[] RandomEntries(Random random) =>
        [.. Enumerable.Range(0, random.Next(120)).Select(
            _ => new CatalogEntry(random.NextDouble() * 30 - 10, random.NextDouble() * 20 - 10))];

    private static CatalogEntry[] GridEntries(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new CatalogEntry(random.Next(-3, 4), random.Next(-3, 4)))];
}
