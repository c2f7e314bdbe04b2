using System.Runtime.InteropServices;

namespace TiledFit.Data.Fits;

/// <summary>The system's wcslib, loaded at first use.</summary>
public static unsafe class WcsLib
{
    private static readonly SystemLibrary Library =
        new(WcsNative.Library, "TILEDFIT_WCSLIB", [8, 7, 6, 5], "wcspih");

    private static readonly Lazy<string?> LoadedVersion = new(Load);

    /// <summary>Such as "7.12"; null when wcslib is not installed.</summary>
    public static string? Version => LoadedVersion.Value;

    /// <summary>Held by every call: its parser of headers is not meant for several threads.</summary>
    internal static Lock Gate { get; } = new();

    /// <summary>What to do where there is none.</summary>
    internal static string Missing => Library.Missing(
        "apt-get install libwcs7 (Debian 12; libwcs8 later), conda install -c conda-forge wcslib, or "
        + "brew install wcslib");

    private static string? Load()
    {
        int* version = stackalloc int[3];
        return Library.TryLoad() ? Marshal.PtrToStringUTF8(WcsNative.wcslib_version(version)) : null;
    }
}
