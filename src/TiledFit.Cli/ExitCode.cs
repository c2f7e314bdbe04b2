namespace TiledFit.Cli;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    /// <summary>Done; a fit has settled.</summary>
    public const int Done = 0;

    /// <summary>Failed through no fault of the input.</summary>
    public const int Failed = 1;

    /// <summary>Bad arguments or input.</summary>
    public const int BadInput = 2;

    /// <summary>The fit stopped at the limit on sweeps; its results are written.</summary>
    public const int NotSettled = 3;

    /// <summary>Stopped by SIGINT or SIGTERM: 128 + SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;
}
