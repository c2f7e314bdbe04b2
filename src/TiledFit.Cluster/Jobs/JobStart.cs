using TiledFit.Core.Model;
using TiledFit.Data.Results;

namespace TiledFit.Cluster.Jobs;

/// <summary>How a run starts.</summary>
/// <param name="Published">What an earlier run has published already, or null.</param>
/// <param name="Messages">Lines worth telling.</param>
/// <param name="Coarse">The given components of the coarse level.</param>
internal sealed record JobStart(
    Manifest? Published, IReadOnlyList<string> Messages, IReadOnlyList<Component> Coarse);
