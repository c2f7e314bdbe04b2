using System.Text.Json.Serialization;

namespace TiledFit.Server.Jobs;

/// <summary>Whose fault a failure is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FailureCause>))]
public enum FailureCause
{
    /// <summary>The description's, or that of a file it names.</summary>
    Input,

    /// <summary>The server's or its machine's.</summary>
    Server,
}
