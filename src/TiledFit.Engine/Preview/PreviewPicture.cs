using System.Globalization;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>
/// The picture that shows how good a fit is: input and model on one scale, the residual on a symmetric one, and the
/// components' one-sigma ellipses over the relief.
/// </summary>
public static class PreviewPicture
{
    private const int LongestSide = 840, SmallestHeight = 160, SmallestWidth = 360;
    private const int Margin = 32, Gap = 28, HeaderHeight = 74;
    private static readonly Rgb Ink = Rgb.Hex(0x222222), Ellipse = Rgb.Hex(0xD6300B);

    /// <summary>Draws the picture as PNG; reads the raster once, by window.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="raster">What was fitted.</param>
    /// <param name="components">The components found.</param>
    /// <param name="background">The background that belongs to them.</param>
    /// <param name="rmse">√(E / pixels), for the caption.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TiledFit.Core.InputException">The raster cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Write(
        Stream stream,
        IRaster raster,
        FittedComponents components,
        Background background,
        double rmse,
        int threads,
        CancellationToken cancellation = default)
    {
        Canvas canvas = Draw(raster, components, background, rmse, threads, cancellation);
        using var encoder = new PngEncoder(stream, canvas.Width, canvas.Height, PngColorType.Rgb);
        for (int row = 0; row < canvas.Height; row++)
        {
            encoder.WriteRow(canvas.Pixels.AsSpan(3 * canvas.Width * row, 3 * canvas.Width));
        }

        encoder.Complete();
    }

    private static Canvas Draw(
        IRaster raster,
        FittedComponents components,
        Background background,
        double rmse,
        int threads,
        CancellationToken cancellation)
    {
        var model = new TiledModel(components, background);
        var fit = DecimatedFit.Read(raster, model, LongestSide, threads, cancellation);
        int zoom = Math.Max(1, LongestSide / Math.Max(raster.Info.Width, raster.Info.Height));
        int width = Math.Max(fit.Width * zoom + Panel.BarSpace, SmallestWidth);
        int height = Math.Max(fit.Height * zoom, SmallestHeight) + Panel.TitleSpace;
        var canvas = new Canvas(2 * Margin + 2 * width + Gap, HeaderHeight + 2 * height + Gap + Margin);
        Panel PanelAt(int column, int row) => new(
            canvas,
            new PixelRectangle(
                Margin + column * (width + Gap), HeaderHeight + Panel.TitleSpace + row * (height + Gap),
                fit.Width * zoom, fit.Height * zoom),
            zoom);

        DrawHeader(canvas, raster.Info, components.Count, rmse);
        DrawImages(fit, PanelAt(0, 0), PanelAt(1, 0), PanelAt(0, 1));
        DrawComponents(fit, components, PanelAt(1, 1));
        return canvas;
    }

    private static void DrawImages(DecimatedFit fit, Panel input, Panel model, Panel residual)
    {
        string scale = fit.Scale == 1 ? "" : $"means of {fit.Scale} × {fit.Scale} px";
        var range = ValueRange.Of(fit.Input);
        input.DrawTitle("Input", scale);
        input.DrawValues(fit.Input, range, ColorMap.Viridis);
        model.DrawTitle("Model", scale);
        model.DrawValues(fit.Model(), range, ColorMap.Viridis);
        residual.DrawTitle("Residual", "input − model");
        residual.DrawValues(fit.Residual, ValueRange.SymmetricOf(fit.Residual), ColorMap.BlueWhiteRed);
    }

    private static void DrawComponents(DecimatedFit fit, FittedComponents components, Panel panel)
    {
        var outlines = new ComponentOutlines(
            components.Select(row => row.Component.Shape), panel.Area, (double)panel.Zoom / fit.Scale);
        string shown = outlines.Shown.Count == components.Count
            ? "1σ ellipses over the relief"
            : $"1σ ellipses, the {Count(outlines.Shown.Count)} largest of {Count(components.Count)}";
        panel.DrawTitle("Components", shown);
        panel.DrawImage(HillShade.Shade(fit.Input, fit.Width, fit.Height));
        panel.DrawOutlines(outlines.Polygons(), Ellipse, outlines.Opacity);
    }

    private static void DrawHeader(Canvas canvas, RasterInfo info, int components, double rmse)
    {
        string caption =
            $"{Count(info.Width)} × {Count(info.Height)} px   ·   N = {Count(components)} components   ·   rmse "
            + rmse.ToString("G4", CultureInfo.InvariantCulture);
        StrokeFont.Draw(canvas, Path.GetFileName(info.Path), Margin, 34, 18, Ink, bold: true);
        StrokeFont.Draw(canvas, caption, Margin, 62, 13, Ink);
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
