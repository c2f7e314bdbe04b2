using System.Runtime.InteropServices;
using System.Text;
using TiledFit.Core;

namespace TiledFit.Data.Fits;

/// <summary>
/// An array of wcslib's <c>struct wcsprm</c>, which wcslib makes and frees; its first is the primary one.
/// </summary>
internal sealed unsafe class WcsHandle : SafeHandle
{
    private int _count;

    private WcsHandle(nint wcs, int count)
        : base(wcs, ownsHandle: true)
    {
        _count = count;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Axes of the coordinate system, which may be more than the image's.</summary>
    public int Axes => ((Prefix*)handle)->Axes;

    /// <summary>Makes a coordinate system of a header's cards.</summary>
    /// <exception cref="InputException">wcslib cannot.</exception>
    public static WcsHandle Parse(IReadOnlyList<string> cards)
    {
        byte[] header = Encoding.Latin1.GetBytes(string.Concat(cards.Select(Printable)) + '\0');
        int status, count;
        nint wcs;
        fixed (byte* bytes = header)
        {
            status = WcsNative.wcspih(bytes, cards.Count, WcsNative.AllForms, 0, out _, out count, out wcs);
        }

        if (status != 0 || count == 0)
        {
            throw new InputException($"wcslib finds no coordinates in the header (wcspih: {status})");
        }

        var handle = new WcsHandle(wcs, count);
        try
        {
            handle.SetUp();
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What an axis is, such as "RA---TAN".</summary>
    /// <param name="axis">From 0.</param>
    public string TypeOf(int axis) => Marshal.PtrToStringAnsi(((Prefix*)handle)->Types + axis * Prefix.TypeLength)!;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => WcsNative.wcsvfree(ref _count, ref handle) == 0;

    /// <summary>
    /// A card of the characters that it may have (FITS 4.0, 4.1.2.3); others become blanks: from some of
    /// them wcslib never comes back.
    /// </summary>
    private static string Printable(string card) =>
        string.Concat(card.Select(character => character is >= ' ' and <= '~' ? character : ' '));

    private void SetUp()
    {
        // Units and types of long ago first; what cannot be mended is left as it is.
        int* fixes = stackalloc int[WcsNative.MostFixes];
        _ = WcsNative.wcsfix(7, null, this, fixes);
        int status = WcsNative.wcsset(this);
        if (status != 0)
        {
            throw new InputException($"wcslib cannot use the header's coordinates (wcsset: {status})");
        }
    }

    /// <summary>How <c>struct wcsprm</c> begins, in every version of wcslib.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Prefix
    {
        /// <summary>Characters of a type: <c>char (*ctype)[72]</c>.</summary>
        public const int TypeLength = 72;

        private readonly int _flag;
        public readonly int Axes;
        private readonly nint _crpix, _pc, _cdelt, _crval, _cunit;
        public readonly nint Types;
    }
}
