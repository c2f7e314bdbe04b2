using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters;

/// <summary>A list of strings that GDAL owns the memory of.</summary>
internal sealed class GdalStringList : SafeHandle
{
    /// <summary>Options such as "COMPRESS=DEFLATE".</summary>
    public GdalStringList(params ReadOnlySpan<string> values)
        : base(0, ownsHandle: true)
    {
        foreach (string value in values)
        {
            SetHandle(GdalNative.CSLAddString(handle, value));
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The strings of a list that GDAL keeps or hands over; none for a null pointer.</summary>
    public static List<string> Read(nint list)
    {
        var values = new List<string>();
        for (; list != 0 && Marshal.ReadIntPtr(list) is var text && text != 0; list += nint.Size)
        {
            values.Add(Marshal.PtrToStringUTF8(text)!);
        }

        return values;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        GdalNative.CSLDestroy(handle);
        return true;
    }
}
