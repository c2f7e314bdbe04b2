namespace TiledFit.Fuzz;

/// <summary>An input that did what no input may do.</summary>
/// <param name="Parser">Which parser it was for.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Index">Its number in the run.</param>
/// <param name="What">What it did.</param>
internal sealed record FuzzFailure(string Parser, int Seed, int Index, string What)
{
    /// <summary>The command that repeats it.</summary>
    public string Replay =>
        "dotnet run -c Release --project tests/TiledFit.Fuzz -- "
        + $"--seed {Seed} --first {Index} --count 1 --parser {Parser}";

    /// <inheritdoc/>
    public override string ToString() => $"{Replay}\n  {What}";
}
