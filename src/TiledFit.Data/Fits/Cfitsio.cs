using System.Globalization;
using System.Text;
using TiledFit.Core;

namespace TiledFit.Data.Fits;

/// <summary>The system's cfitsio, loaded at first use.</summary>
public static unsafe class Cfitsio
{
    /// <summary>FLEN_STATUS and FLEN_ERRMSG, fitsio.h.</summary>
    private const int StatusLength = 31, MessageLength = 81;

    private static readonly SystemLibrary Library =
        new(CfitsioNative.Library, "TILEDFIT_CFITSIO", [10, 9, 8, 7, 5], "fits_is_compressed_image");

    private static readonly Lazy<string?> LoadedVersion = new(Load);

    /// <summary>Such as "4.20"; null when cfitsio is not installed.</summary>
    public static string? Version => LoadedVersion.Value;

    /// <summary>What a raster that it reads has for its driver.</summary>
    internal const string DriverName = "cfitsio";

    /// <summary>Held by every call: one build of cfitsio serves threads, another does not.</summary>
    internal static Lock Gate { get; } = new();

    /// <summary>What to do where there is none.</summary>
    internal static string Missing => Library.Missing(
        "apt-get install libcfitsio10 (Debian, Ubuntu), conda install -c conda-forge cfitsio, or brew install cfitsio");

    /// <summary>Throws for a status other than 0.</summary>
    /// <exception cref="InputException">With <paramref name="what"/> and cfitsio's reason.</exception>
    internal static void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new InputException($"{what}: {Reason(status)}");
        }
    }

    /// <summary>A status in words, with the first message since the last: the cause, which its echoes follow.</summary>
    private static string Reason(int status)
    {
        byte* text = stackalloc byte[MessageLength];
        CfitsioNative.ffgerr(status, text);
        string reason = TextOf(text, StatusLength);
        if (CfitsioNative.ffgmsg(text) != 0)
        {
            reason += $" ({TextOf(text, MessageLength)})";
        }

        CfitsioNative.ffcmsg();
        return reason;
    }

    private static string TextOf(byte* text, int most) =>
        Encoding.Latin1.GetString(new ReadOnlySpan<byte>(text, most)).Split('\0')[0].Trim();

    private static string? Load()
    {
        if (!Library.TryLoad())
        {
            return null;
        }

        CfitsioNative.ffvers(out float version);
        return version.ToString("0.00##", CultureInfo.InvariantCulture);
    }
}
