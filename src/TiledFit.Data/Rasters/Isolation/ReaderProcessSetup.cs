using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>What a process that reads does to itself before it touches a file.</summary>
internal static unsafe partial class ReaderProcessSetup
{
    private const string Library = "libc";

    private const int StandardOutput = 1, StandardError = 2;

    /// <summary>RLIMIT_DATA and RLIMIT_CORE of Linux, asm-generic/resource.h.</summary>
    private const int DataResource = 2, CoreResource = 4;

    /// <summary>Kept: they end when they are collected.</summary>
    private static readonly List<PosixSignalRegistration> Ignored = [];

    /// <summary>
    /// The standard output, for answers alone: what a library prints there goes to the standard error from now on.
    /// </summary>
    public static Stream TakeStandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var own = new SafeFileHandle(dup(StandardOutput), ownsHandle: true);
        _ = dup2(StandardError, StandardOutput);
        return new FileStream(own, FileAccess.Write, bufferSize: 0);
    }

    /// <summary>
    /// A terminal's Ctrl+C and a service manager's SIGTERM reach all processes of a program at once: it is the one that
    /// asks which decides what to finish, and this one ends with it.
    /// </summary>
    public static void IgnoreSignals()
    {
        foreach (PosixSignal signal in
            new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            Ignored.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        }
    }

    /// <summary>
    /// Bounds private writable memory (RLIMIT_DATA): the heap of libgdal, whatever it allocates by, and of the runtime,
    /// but not the addresses that the runtime reserves and never touches, which RLIMIT_AS would count, too. What
    /// cannot be had makes malloc fail. Where the machine or the container itself runs out of memory, the reader is the one to be
    /// killed for it. A crash leaves no core. Of other systems than Linux none has such a limit; there only who
    /// asks watches.
    /// </summary>
    public static void LimitMemory(long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            SetLimit(DataResource, (nuint)bytes);
            SetLimit(CoreResource, 0);
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
    }

    private static void SetLimit(int resource, nuint value)
    {
        nuint* limits = stackalloc nuint[] { value, value };
        if (setrlimit(resource, limits) != 0)
        {
            throw new InvalidOperationException($"setrlimit({resource}): {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport(Library)]
    private static partial int dup(int descriptor);

    [LibraryImport(Library)]
    private static partial int dup2(int from, int to);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int setrlimit(int resource, nuint* limits);
}
