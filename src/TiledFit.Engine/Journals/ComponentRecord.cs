using System.Runtime.InteropServices;
using TiledFit.Core.Model;

namespace TiledFit.Engine.Journals;

/// <summary>A component as stored: 64 bytes without padding.</summary>
/// <param name="component">The component.</param>
/// <param name="owner">The tile that owns it, where that is not known otherwise.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct ComponentRecord(in Component component, int owner = 0)
{
    private readonly long _id = component.Id;
    private readonly double _amplitude = component.Shape.Amplitude;
    private readonly double _x = component.Shape.X;
    private readonly double _y = component.Shape.Y;
    private readonly double _l11 = component.Shape.L11;
    private readonly double _l21 = component.Shape.L21;
    private readonly double _l22 = component.Shape.L22;
    private readonly int _flags = (int)component.Flags;

    /// <summary>The tile that owns it.</summary>
    public readonly int Owner = owner;

    /// <summary>The component.</summary>
    public Component Component => new(
        _id, new Gaussian(_amplitude, _x, _y, _l11, _l21, _l22), (ComponentFlags)_flags);
}
