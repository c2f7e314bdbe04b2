using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Rendering;

/// <summary>
/// The model f, or the residual z − f, of a window of the raster at a scale S: an output pixel covers S × S pixels. For
/// S ≥ 1 its value is the mean over them, for S &lt; 1 the model at its centre. Safe to use from several threads.
/// </summary>
public sealed class FieldImage
{
    /// <summary>The largest S.</summary>
    public const int LargestScale = 1024;

    private const int LongestOutputSide = 1 << 30, SourceSide = 256;
    private readonly ModelRenderer _model;
    private readonly ResidualReader? _residual;

    private FieldImage(ModelRenderer model, ResidualReader? residual, PixelRectangle window, double scale)
    {
        (_model, _residual, Window, Scale) = (model, residual, window, scale);
        (Width, Height) = (OutputLength(window.Width), OutputLength(window.Height));
    }

    /// <summary>The pixels that are shown.</summary>
    public PixelRectangle Window { get; }

    /// <summary>S.</summary>
    public double Scale { get; }

    /// <summary>Output columns.</summary>
    public int Width { get; }

    /// <summary>Output rows.</summary>
    public int Height { get; }

    /// <summary>True for z − f, false for f.</summary>
    public bool IsResidual => _residual is not null;

    /// <summary>The model.</summary>
    /// <param name="model">f.</param>
    /// <param name="window">What to show.</param>
    /// <param name="scale">S: a whole number up to <see cref="LargestScale"/>, or less than one.</param>
    /// <exception cref="InputException">The scale is neither.</exception>
    public static FieldImage OfModel(ModelRenderer model, PixelRectangle window, double scale)
    {
        bool isWhole = scale >= 1 && scale <= LargestScale && scale == Math.Floor(scale);
        bool isFine = scale > 0 && scale < 1 && Math.Max(window.Width, window.Height) / scale <= LongestOutputSide;
        return isWhole || isFine ? new FieldImage(model, null, window, scale) : throw new InputException(
            FormattableString.Invariant($"--scale {scale}: must be a whole number from 1 to {LargestScale}, ")
            + "or a fraction between 0 and 1");
    }

    /// <summary>The residual; NaN where there are no data.</summary>
    /// <param name="model">f.</param>
    /// <param name="raster">z.</param>
    /// <param name="window">What to show, inside the raster.</param>
    /// <param name="scale">S, a whole number up to <see cref="LargestScale"/>.</param>
    /// <exception cref="InputException">The scale is none.</exception>
    public static FieldImage OfResidual(ModelRenderer model, IRaster raster, PixelRectangle window, double scale) =>
        scale >= 1 && scale <= LargestScale && scale == Math.Floor(scale)
            ? new FieldImage(model, new ResidualReader(raster, _ => model), window, scale)
            : throw new InputException(
                FormattableString.Invariant($"--scale {scale}: with --residual it must be a whole number from 1 to ")
                + $"{LargestScale}: there are no data between the pixels");

    /// <summary>Works out a part of the image.</summary>
    /// <param name="output">The part, in output pixels.</param>
    /// <param name="values">Row by row, <c>output.Area</c> values.</param>
    /// <exception cref="InputException">The raster cannot be read any more.</exception>
    public void Render(PixelRectangle output, Span<double> values)
    {
        if (Scale < 1)
        {
            RenderFine(output, values);
        }
        else
        {
            RenderMeans(output, values, (int)Scale);
        }
    }

    private int OutputLength(int pixels)
    {
        double length = pixels / Scale;
        return Math.Max(1, (int)(Scale < 1 ? Math.Round(length) : Math.Ceiling(length)));
    }

    /// <summary>Output column i covers [X − ½ + i·S, X − ½ + (i + 1)·S).</summary>
    private void RenderFine(PixelRectangle output, Span<double> values)
    {
        double x = Window.X - 0.5 + (output.X + 0.5) * Scale, y = Window.Y - 0.5 + (output.Y + 0.5) * Scale;
        _model.Render(new SampleGrid(x, y, Scale, output.Width, output.Height), values);
    }

    private void RenderMeans(PixelRectangle output, Span<double> values, int scale)
    {
        int side = Math.Max(1, SourceSide / scale);
        var means = new double[side * side];
        for (int y = output.Y; y < output.Bottom; y += side)
        {
            for (int x = output.X; x < output.Right; x += side)
            {
                PixelRectangle part = output.Intersect(new PixelRectangle(x, y, side, side));
                RenderPart(part, means, scale);
                for (int row = 0; row < part.Height; row++)
                {
                    int start = (part.Y - output.Y + row) * output.Width + part.X - output.X;
                    means.AsSpan(row * part.Width, part.Width).CopyTo(values[start..]);
                }
            }
        }
    }

    private void RenderPart(PixelRectangle output, double[] means, int scale)
    {
        PixelRectangle source = Window.Intersect(new PixelRectangle(
            Window.X + output.X * scale, Window.Y + output.Y * scale, output.Width * scale, output.Height * scale));
        var pixels = new double[source.Area];
        if (_residual is not null)
        {
            _residual.Read(source, pixels);
        }
        else
        {
            _model.Render(SampleGrid.Of(source), pixels);
        }

        BlockMean.Reduce(pixels, source.Width, source.Height, scale, means);
    }
}
