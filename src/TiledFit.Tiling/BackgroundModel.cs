using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Tiling;

/// <summary>Which background was asked for.</summary>
/// <param name="Choice">Its form.</param>
/// <param name="MeshSize">The side of a mesh's cells, px; 0 where no mesh is asked for.</param>
[JsonConverter(typeof(BackgroundModelConverter))]
public readonly record struct BackgroundModel(BackgroundChoice Choice, int MeshSize)
{
    /// <summary>The words of the command line.</summary>
    public static string Words { get; } =
        string.Join('|', Enum.GetNames<BackgroundChoice>()).ToLowerInvariant() + "[:PX]";

    /// <summary>The background of a form; a mesh has cells of the usual size.</summary>
    public static implicit operator BackgroundModel(BackgroundChoice choice) =>
        new(choice, choice == BackgroundChoice.Mesh ? MeshGrid.DefaultSize : 0);

    /// <summary>The background that a word means.</summary>
    /// <param name="word">Such as <c>plane</c> or <c>mesh:32</c>.</param>
    /// <param name="model">The background.</param>
    /// <returns>Whether it means one.</returns>
    public static bool TryParse(string word, out BackgroundModel model)
    {
        string[] parts = word.Split(':', 2);
        int choice = Array.FindIndex(
            Enum.GetNames<BackgroundChoice>(), name => name.ToLowerInvariant() == parts[0]);
        model = choice < 0 ? default : (BackgroundModel)(BackgroundChoice)choice;
        if (parts.Length == 1)
        {
            return choice >= 0;
        }

        bool isSize = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && size is >= MeshGrid.SmallestSize and <= MeshGrid.LargestSize;
        model = model with { MeshSize = size };
        return isSize && model.Choice == BackgroundChoice.Mesh;
    }

    /// <summary>The background that a word means.</summary>
    /// <param name="word">Such as <c>plane</c> or <c>mesh:32</c>.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="InputException">It means none.</exception>
    public static BackgroundModel Parse(string word, string source) => TryParse(word, out BackgroundModel model)
        ? model
        : throw new InputException(
            $"{source} '{word}' is unknown; take one of {Words.Replace("|", ", ").Replace("[:PX]", "")}, or "
            + $"mesh:PX with cells of PX pixels, from {MeshGrid.SmallestSize} to {MeshGrid.LargestSize}");

    /// <summary>The word.</summary>
    public override string ToString()
    {
        string word = Choice.ToString().ToLowerInvariant();
        return MeshSize is 0 or MeshGrid.DefaultSize ? word : $"{word}:{MeshSize}";
    }
}
