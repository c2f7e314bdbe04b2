using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TiledFit.Engine.Journals;

/// <summary>
/// Files that many processes on many machines write and read at once: each is there as a whole or not at all. A writer
/// fills a temporary file <c>path.order.unique.tmp</c> beside it, flushes it to the disk and gives it its name.
/// </summary>
/// <remarks>
/// Orders count the versions of a file. Who has written one removes the temporary files of the same order and below:
/// what killed writers left behind vanishes, and a writer that was held up cannot put its old version in the place of
/// the new one any more.
/// </remarks>
internal static partial class JournalFile
{
    // ESTALE, EEXIST and ENOENT, on Linux.
    private const int StaleFileHandle = 116, FileExists = 17, NoSuchFile = 2;
    private const int MostAttempts = 5;

    private static readonly EnumerationOptions ByPattern = new()
    {
        AttributesToSkip = FileAttributes.Directory,
        IgnoreInaccessible = false,
        MatchCasing = MatchCasing.CaseSensitive,
        MatchType = MatchType.Simple,
    };

    /// <summary>Writes a file, over one that is there already.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="order">The version.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static void Write(string path, int order, ReadOnlySpan<byte> bytes) =>
        Write(path, order, bytes, temporary => File.Move(temporary, path, overwrite: true));

    /// <summary>Writes a file, unless there is one already: whoever is first stays.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="order">The version.</param>
    /// <param name="bytes">What it holds.</param>
    /// <returns>Whether this was the first.</returns>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static bool WriteOnce(string path, int order, ReadOnlySpan<byte> bytes)
    {
        bool first = false;
        Write(path, order, bytes, temporary => first = MoveUnlessThere(temporary, path));
        return first;
    }

    /// <summary>The path of the latest version of a file, or null when there is none.</summary>
    /// <param name="stem">A path, and how the names of all versions begin; their orders follow.</param>
    public static string? Latest(string stem)
    {
        string directory = Path.GetDirectoryName(stem)!;
        if (!Directory.Exists(directory))
        {
            return null;
        }

        int latest = -1;
        foreach (string path in Directory.EnumerateFiles(directory, $"{Path.GetFileName(stem)}*", ByPattern))
        {
            if (int.TryParse(
                path.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int order))
            {
                latest = Math.Max(latest, order);
            }
        }

        return latest < 0 ? null : $"{stem}{latest}";
    }

    /// <summary>Leaves a note that a version is being made: an empty temporary file.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="order">The version.</param>
    /// <returns>How many temporary files of that version there were.</returns>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static int Begin(string path, int order)
    {
        string directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        int begun = Directory.EnumerateFiles(directory, $"{Path.GetFileName(path)}.{order}.*", ByPattern).Count();
        File.Create(TemporaryOf(path, order), 0).Dispose();
        return begun;
    }

    private static string TemporaryOf(string path, int order) => $"{path}.{order}.{Guid.NewGuid():N}.tmp";

    private static void Write(string path, int order, ReadOnlySpan<byte> bytes, Action<string> publish)
    {
        string directory = Path.GetDirectoryName(path)!, temporary = TemporaryOf(path, order);
        Directory.CreateDirectory(directory);
        using SafeFileHandle file = File.OpenHandle(
            temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
            publish(temporary);
        }
        catch (IOException e) when (IsGone(e) && !File.Exists(temporary) && Directory.Exists(directory))
        {
            // Another writer has finished meanwhile and removed it: as if this version had come just before that one.
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads a file as it was at one moment, or null when there is none.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static byte[]? Read(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (IOException e) when (IsGone(e) && attempt < MostAttempts)
            {
                // Replaced while it was being read: the new version is there.
            }
        }
    }

    /// <summary>
    /// Removes the files <c>stem + order</c> of earlier orders, and the temporary ones up to the order.
    /// </summary>
    /// <param name="stem">A path, and how the names of all versions begin.</param>
    /// <param name="order">The version that has been written.</param>
    public static void RemoveObsolete(string stem, int order)
    {
        string directory = Path.GetDirectoryName(stem)!, pattern = $"{Path.GetFileName(stem)}*";
        foreach (string path in Directory.EnumerateFiles(directory, pattern, ByPattern))
        {
            ReadOnlySpan<char> rest = path.AsSpan(stem.Length);
            int dot = rest.IndexOf('.');
            bool isTemporary = dot >= 0;
            ReadOnlySpan<char> digits = isTemporary ? rest[..dot] : rest;
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int other)
                && (other < order || (isTemporary && other == order)))
            {
                // One that another writer has removed already is no error.
                File.Delete(path);
            }
        }
    }

    // File.Move looks whether the target is there and then renames: two machines may both find that it is not.
    private static bool MoveUnlessThere(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return MoveOnWindows(temporary, path);
        }

        int error = Link(temporary, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error is not (0 or FileExists))
        {
            throw error == NoSuchFile
                ? new FileNotFoundException(null, temporary)
                : new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }

        File.Delete(temporary);
        return error == 0;
    }

    private static bool MoveOnWindows(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    // NFS servers drop a file at once when another machine removes or replaces it, open or not.
    private static bool IsGone(IOException e) => e is FileNotFoundException || e.HResult == StaleFileHandle;
}
