using System.Globalization;
using TiledFit.Core.Model;

namespace TiledFit.Engine.Synthesis;

/// <summary>
/// Lists of components as text: a header, then one line a component, numbers with as many digits as bring back the
/// same bits.
/// </summary>
internal static class ComponentCsv
{
    private const string Header = "amplitude,x,y,chol_11,chol_21,chol_22";

    /// <summary>Replaces a file.</summary>
    public static void Write(string path, IEnumerable<Gaussian> components, CancellationToken cancellation)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (Gaussian g in components)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{g.Amplitude:R},{g.X:R},{g.Y:R},{g.L11:R},{g.L21:R},{g.L22:R}"));
        }
    }
}
