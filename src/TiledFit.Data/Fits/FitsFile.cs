using System.Runtime.InteropServices;
using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Fits;

/// <summary>A FITS file open for reading, at one of its images. Calls exclude each other.</summary>
internal sealed unsafe class FitsFile : SafeHandle
{
    /// <summary>FLEN_FILENAME of fitsio.h.</summary>
    private const int LongestPath = 1024;

    private readonly FitsName _name;

    private FitsFile(nint file, FitsName name)
        : base(file, ownsHandle: true)
    {
        _name = name;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens an image: the one named, or else the first that has data.</summary>
    /// <exception cref="InputException">It cannot be opened, or there is no such image.</exception>
    public static FitsFile OpenRead(FitsName name)
    {
        // An absolute path: cfitsio replaces a leading tilde.
        byte[] path = Encoding.UTF8.GetBytes(System.IO.Path.GetFullPath(name.File) + '\0');
        if (path.Length > LongestPath)
        {
            throw new InputException($"{name.Path}: cfitsio takes no paths of more than {LongestPath - 1} bytes");
        }

        nint handle;
        int status = 0;
        lock (Cfitsio.Gate)
        {
            fixed (byte* bytes = path)
            {
                _ = CfitsioNative.ffdkopn(out handle, bytes, CfitsioNative.ReadOnly, ref status);
            }

            Cfitsio.Check(status, $"{name.Path}: cannot be opened");
        }

        var file = new FitsFile(handle, name);
        try
        {
            file.MoveToImage();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Lengths of the image's axes, NAXIS1 first.</summary>
    public long[] AxisLengths()
    {
        lock (Cfitsio.Gate)
        {
            return Lengths();
        }
    }

    /// <summary>BITPIX as stored, and as it becomes by the convention of unsigned integers (FITS 4.0, 5.2.5).</summary>
    public (int Stored, int Equivalent) ImageTypes()
    {
        lock (Cfitsio.Gate)
        {
            int status = 0;
            _ = CfitsioNative.ffgidt(this, out int stored, ref status);
            _ = CfitsioNative.ffgiet(this, out int equivalent, ref status);
            Cfitsio.Check(status, $"{_name.Path}: its image has no type");
            return (stored, equivalent);
        }
    }

    /// <summary>Lengths of the tiles in which the image is compressed; null for one that is not.</summary>
    public long[]? TileLengths(int axes)
    {
        lock (Cfitsio.Gate)
        {
            int status = 0;
            if (CfitsioNative.fits_is_compressed_image(this, ref status) == 0)
            {
                return null;
            }

            return [.. Enumerable.Range(1, axes).Select(axis => TileLength(axis))];
        }
    }

    /// <summary>A keyword's number; null where the header has no such keyword.</summary>
    public double? Number(string keyword)
    {
        lock (Cfitsio.Gate)
        {
            int status = 0;
            _ = CfitsioNative.ffgkyd(this, keyword, out double value, null, ref status);
            if (status == CfitsioNative.KeywordMissing)
            {
                CfitsioNative.ffcmsg();
                return null;
            }

            Cfitsio.Check(status, $"{_name.Path}: {keyword} is no number");
            return value;
        }
    }

    /// <summary>The image's header without comments.</summary>
    public FitsHeader Header()
    {
        lock (Cfitsio.Gate)
        {
            int status = 0;
            const int withoutComments = 1;
            _ = CfitsioNative.ffcnvthdr2str(
                this, withoutComments, null, 0, out nint text, out int cards, ref status);
            Cfitsio.Check(status, $"{_name.Path}: its header cannot be read");
            try
            {
                return FitsHeader.Parse(new ReadOnlySpan<byte>((void*)text, cards * FitsHeader.CardLength));
            }
            finally
            {
                _ = CfitsioNative.fffree(text, ref status);
            }
        }
    }

    /// <summary>Reads a window of a plane, scaled by BSCALE and BZERO.</summary>
    /// <param name="axes">Which axes are columns and rows, and where the others stand.</param>
    /// <param name="window">Columns and rows, from 0.</param>
    /// <param name="checksBlank">Whether what equals BLANK becomes NaN.</param>
    /// <param name="values">One a pixel, row by row.</param>
    /// <exception cref="InputException">The pixels cannot be read.</exception>
    public void Read(FitsAxes axes, PixelRectangle window, bool checksBlank, Span<double> values)
    {
        int count = axes.Count, status = 0;
        CLong* first = stackalloc CLong[count], last = stackalloc CLong[count], step = stackalloc CLong[count];
        for (int axis = 0; axis < count; axis++)
        {
            (int from, int to) = axes.Range(axis, window);
            (first[axis], last[axis], step[axis]) = (new CLong(from), new CLong(to), new CLong(1));
        }

        double blank = double.NaN;
        lock (Cfitsio.Gate)
        {
            fixed (double* pixels = values)
            {
                _ = CfitsioNative.ffgsv(
                    this, CfitsioNative.DoubleType, first, last, step, checksBlank ? &blank : null, pixels, out _,
                    ref status);
            }

            Cfitsio.Check(
                status,
                $"{_name.Path}: rows {window.Y} to {window.Bottom - 1} cannot be read, is it truncated or damaged?");
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        int status = 0;
        lock (Cfitsio.Gate)
        {
            return CfitsioNative.ffclos(handle, ref status) == 0;
        }
    }

    private void MoveToImage()
    {
        lock (Cfitsio.Gate)
        {
            if (_name is { Number: null, Extension: null })
            {
                MoveToFirstImage();
            }
            else
            {
                MoveToNamed();
            }
        }
    }

    private void MoveToFirstImage()
    {
        int status = 0;
        _ = CfitsioNative.ffthdu(this, out int count, ref status);
        Cfitsio.Check(status, $"{_name.Path}: its units cannot be counted");
        for (int number = 1; number <= count; number++)
        {
            _ = CfitsioNative.ffmahd(this, number, out int type, ref status);
            Cfitsio.Check(status, $"{_name.Path}: unit {number - 1} cannot be read");
            if (type == CfitsioNative.ImageHdu && HasPixels())
            {
                return;
            }
        }

        throw new InputException($"{_name.Path}: holds no image, in {count} units");
    }

    private void MoveToNamed()
    {
        int status = 0, type = CfitsioNative.ImageHdu;
        if (_name.Number is { } number)
        {
            _ = CfitsioNative.ffmahd(this, Math.Min(number, int.MaxValue - 1) + 1, out type, ref status);
        }
        else
        {
            fixed (byte* extension = Encoding.ASCII.GetBytes(_name.Extension + '\0'))
            {
                _ = CfitsioNative.ffmnhd(this, CfitsioNative.AnyHdu, extension, _name.Version, ref status);
            }

            _ = CfitsioNative.ffghdt(this, out type, ref status);
        }

        Cfitsio.Check(status, $"{_name.Path}: there is no such unit");
        if (type != CfitsioNative.ImageHdu || !HasPixels())
        {
            throw new InputException($"{_name.Path}: this unit holds no image");
        }
    }

    /// <summary>ZTILEn, by default a row (FITS 4.0, 10.1.1).</summary>
    private long TileLength(int axis) => (long)Math.Clamp(
        Number($"ZTILE{axis}") ?? (axis == 1 ? int.MaxValue : 1), 1, int.MaxValue);

    private bool HasPixels() => Lengths() is { Length: > 0 } lengths && lengths.All(length => length > 0);

    private long[] Lengths()
    {
        int status = 0;
        _ = CfitsioNative.ffgidm(this, out int axes, ref status);
        long[] lengths = new long[Math.Max(axes, 0)];
        fixed (long* pointer = lengths)
        {
            _ = CfitsioNative.ffgiszll(this, axes, pointer, ref status);
        }

        Cfitsio.Check(status, $"{_name.Path}: the size of its image is unknown");
        return lengths;
    }
}
