namespace TiledFit.Engine.Tests.Scaling;

/// <summary>Messages and their bytes, sent and received.</summary>
internal readonly record struct Traffic(long Messages, long Bytes)
{
    public static Traffic operator +(Traffic a, Traffic b) => new(a.Messages + b.Messages, a.Bytes + b.Bytes);

    /// <summary>One message.</summary>
    public static Traffic Of(int bytes) => new(1, bytes);
}
