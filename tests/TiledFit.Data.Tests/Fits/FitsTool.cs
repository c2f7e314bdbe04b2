using TiledFit.Data.Fits;

namespace TiledFit.Data.Tests.Fits;

/// <summary>What tests need of the system.</summary>
internal static class FitsTool
{
    public static void RequireCfitsio() => Skip.If(Cfitsio.Version is null, "libcfitsio is not installed");

    public static void RequireWcsLib() => Skip.If(WcsLib.Version is null, "libwcs is not installed");
}
