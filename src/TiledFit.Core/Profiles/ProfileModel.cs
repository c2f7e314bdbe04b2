using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>f(x) = b(x) + Σ a·g(x) of a profile.</summary>
/// <param name="Components">The Gaussians.</param>
/// <param name="Background">b; a plane is a line, its slope in y zero.</param>
public sealed record ProfileModel(IReadOnlyList<ProfileGaussian> Components, Background Background)
{
    /// <summary>f at a place.</summary>
    public double ValueAt(double x)
    {
        double sum = Background.ValueAt(x, 0);
        foreach (ProfileGaussian component in Components)
        {
            sum += component.ValueAt(x);
        }

        return sum;
    }

    /// <summary>Free parameters: three a component, and those of the background.</summary>
    public int ParameterCount => ProfileGaussian.ParameterCount * Components.Count + Background.Kind switch
    {
        BackgroundKind.None => 0,
        BackgroundKind.Constant => 1,
        _ => 2,
    };
}
