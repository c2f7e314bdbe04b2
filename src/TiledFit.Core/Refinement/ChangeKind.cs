namespace TiledFit.Core.Refinement;

/// <summary>What a change does to the number of components.</summary>
internal enum ChangeKind
{
    /// <summary>One goes; what it overlaps the most takes its share.</summary>
    Remove,

    /// <summary>One becomes two.</summary>
    Split,

    /// <summary>One comes.</summary>
    Add,
}
