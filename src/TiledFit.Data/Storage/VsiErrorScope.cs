using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Storage;

/// <summary>
/// While it lives, what GDAL's virtual file systems complain of on this thread is kept here: some of it they report as
/// errors, some only where it is asked for. Scopes do not nest.
/// </summary>
internal readonly ref partial struct VsiErrorScope
{
    private readonly GdalErrorScope _errors;

    /// <summary>Starts to listen.</summary>
    public VsiErrorScope()
    {
        VsiNative.VSIErrorReset();
        _errors = new GdalErrorScope();
    }

    /// <summary>True when nothing was reported: what was asked for is just not there.</summary>
    public bool IsSilent => _errors.IsSilent && VsiNative.VSIGetLastErrorNo() == 0;

    /// <summary>The reason in one line, without what a query in an address may sign.</summary>
    public string Message
    {
        get
        {
            string reason = _errors.IsSilent && VsiNative.VSIGetLastErrorNo() != 0
                ? Marshal.PtrToStringUTF8(VsiNative.VSIGetLastErrorMsg())!
                : _errors.Message;
            return NoAnswer().Replace(Query().Replace(reason, ""), "there is no answer from $1");
        }
    }

    /// <summary>Stops to listen.</summary>
    public void Dispose() => _errors.Dispose();

    [GeneratedRegex(@"\?\S*?(?=:?(\s|$))")]
    private static partial Regex Query();

    [GeneratedRegex(@"^HTTP response code on (\S+): 0$")]
    private static partial Regex NoAnswer();
}
