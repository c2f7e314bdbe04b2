using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TiledFit.Data.Rasters;

/// <summary>
/// While it lives, GDAL's complaints on this thread are kept here instead of being printed. The first failure is told:
/// it is the cause, those that follow are its echoes. Scopes do not nest.
/// </summary>
internal readonly unsafe ref partial struct GdalErrorScope
{
    private const int WarningClass = 2, FailureClass = 3;

    [ThreadStatic]
    private static string? _warning, _failure;

    /// <summary>Starts to listen.</summary>
    public GdalErrorScope()
    {
        _warning = _failure = null;
        GdalNative.CPLPushErrorHandler(&Keep);
    }

    /// <summary>Whether GDAL reported a failure.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Whether GDAL reported nothing at all.</summary>
    public bool IsSilent => (_failure ?? _warning) is null;

    /// <summary>What GDAL reported, in one line.</summary>
    public string Message =>
        LineBreaks().Replace(_failure ?? _warning ?? "GDAL gives no reason", " ").TrimEnd('.', ' ');

    /// <summary>Stops to listen.</summary>
    public void Dispose() => GdalNative.CPLPopErrorHandler();

    [UnmanagedCallersOnly]
    private static void Keep(int errorClass, int number, byte* message)
    {
        if (errorClass >= FailureClass)
        {
            _failure ??= Marshal.PtrToStringUTF8((nint)message);
        }
        else if (errorClass == WarningClass)
        {
            _warning ??= Marshal.PtrToStringUTF8((nint)message);
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex LineBreaks();
}
