using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

/// <summary>The patterns that every solver is tried on, by name.</summary>
public static class PatternCases
{
    private static readonly Dictionary<string, Func<BlockPattern>> Patterns = new()
    {
        ["one block"] = () => LinearSolvers.Patterns.Diagonal(1),
        ["diagonal"] = () => LinearSolvers.Patterns.Diagonal(7),
        ["chain"] = () => LinearSolvers.Patterns.Chain(40),
        ["grid"] = () => LinearSolvers.Patterns.Grid(9, 8),
        ["wide grid"] = () => LinearSolvers.Patterns.Grid(30, 3, 2.3),
        ["dense"] = () => LinearSolvers.Patterns.Dense(30),
        ["disconnected"] = () => LinearSolvers.Patterns.Disconnected(6, 5),
        ["hexagonal"] = () => LinearSolvers.Patterns.Hexagonal(9, 9, 3),
        ["scattered"] = () => LinearSolvers.Patterns.Scattered(90, 1.6, 1),
    };

    /// <summary>The names.</summary>
    public static TheoryData<string> Names => [.. Patterns.Keys];

    /// <summary>Every name with every block size.</summary>
    public static TheoryData<string, int> WithBlockSizes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in Patterns.Keys)
            {
                Array.ForEach([1, 3, 6, 7], b => data.Add(name, b));
            }

            return data;
        }
    }

    internal static BlockPattern Create(string name) => Patterns[name]();
}
