namespace TiledFit.Core.Model;

/// <summary>The form of the background b(x).</summary>
public enum BackgroundKind
{
    /// <summary>b = 0.</summary>
    None,

    /// <summary>b = b₀.</summary>
    Constant,

    /// <summary>b = b₀ + b_x·ξ + b_y·υ with ξ, υ the centred and scaled pixel position.</summary>
    Plane,

    /// <summary>A spline through the nodes of a mesh, estimated once and then frozen.</summary>
    Mesh,
}
