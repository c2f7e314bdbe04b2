using System.Globalization;
using TiledFit.Core.Model;
using TiledFit.Core.Profiles;
using TiledFit.Data.Profiles;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>
/// The picture that shows how good the fit of a profile is: samples, model and components over x, and the residual
/// below.
/// </summary>
internal static class ProfilePicture
{
    private const int Width = 1200, Left = 96, Right = 32, Header = 84, MainHeight = 420, ResidualHeight = 150;
    private const int Gap = 46, Footer = 44, MostDots = 20_000;
    private const double Margin = 0.04;

    // Columns are drawn at most so often: finer detail is not seen.
    private const int PlacesPerColumn = 2;

    private static readonly Rgb Ink = Rgb.Hex(0x222222), Soft = Rgb.Hex(0x6A6A6A), Sample = Rgb.Hex(0x7A8793);
    private static readonly Rgb Model = Rgb.Hex(0xD6300B), Component = Rgb.Hex(0x1F6FB5);

    /// <summary>Draws the picture as PNG.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="input">What was fitted.</param>
    /// <param name="fit">What was found.</param>
    public static void Write(Stream stream, ProfileFile input, ProfileFit fit)
    {
        var canvas = new Canvas(Width, Header + MainHeight + Gap + ResidualHeight + Footer);
        Profile profile = input.Profile;
        var x = new ValueRange(profile.X[0], profile.X[^1], false, false);
        DrawHeader(canvas, input, fit);
        var main = new PlotArea(
            canvas, new PixelRectangle(Left, Header, Width - Left - Right, MainHeight), x,
            Widened(profile.Z.Concat(profile.X.Select(at => fit.Background.ValueAt(at, 0)))));
        main.DrawAxes(labelsBelow: false);
        main.DrawDots(Thinned(profile, profile.Z), 3, Sample, 0.8);
        DrawModel(main, fit);
        double[] residual = [.. profile.X.Zip(profile.Z, (at, z) => z - fit.Model.ValueAt(at))];
        int top = Header + MainHeight + Gap;
        StrokeFont.Draw(canvas, "Residual", Left, top - 10, 13, Ink, bold: true);
        var below = new PlotArea(
            canvas, new PixelRectangle(Left, top, Width - Left - Right, ResidualHeight), x, Widened(residual));
        below.DrawAxes(labelsBelow: true);
        below.DrawDots(Thinned(profile, residual), 3, Sample, 0.8);
        below.DrawLine([(x.Low, 0), (x.High, 0)], 1.25, Model);
        Encode(canvas, stream);
    }

    private static void DrawModel(PlotArea plot, ProfileFit fit)
    {
        foreach (ProfileGaussian component in fit.Components.Select(found => found.Shape))
        {
            double reach = Support.Radius * component.Sigma;
            IEnumerable<double> places = Places(
                Math.Max(plot.X.Low, component.X - reach), Math.Min(plot.X.High, component.X + reach), plot);
            plot.DrawLine(
                places.Select(at => (at, fit.Background.ValueAt(at, 0) + component.ValueAt(at))), 1.25, Component,
                opacity: 0.75);
        }

        ProfileModel model = fit.Model;
        plot.DrawLine(Places(plot.X.Low, plot.X.High, plot).Select(at => (at, model.ValueAt(at))), 2, Model);
    }

    private static IEnumerable<double> Places(double from, double to, PlotArea plot)
    {
        double columns = plot.Area.Width * (to - from) / (plot.X.High - plot.X.Low);
        int count = Math.Max(2, (int)(PlacesPerColumn * columns));
        return from < to ? Enumerable.Range(0, count + 1).Select(i => from + (to - from) * i / count) : [];
    }

    private static IEnumerable<(double X, double Y)> Thinned(Profile profile, double[] values)
    {
        int step = (profile.Count - 1) / MostDots + 1;
        return Enumerable.Range(0, (profile.Count - 1) / step + 1).Select(i => (profile.X[step * i], values[step * i]));
    }

    private static ValueRange Widened(IEnumerable<double> values)
    {
        double low = values.Min(), high = values.Max(), size = Math.Max(Math.Abs(low), Math.Abs(high));
        double margin = high - low > 1e-9 * size ? Margin * (high - low) : Math.Max(0.5 * size, 1e-9);
        return new ValueRange(low - margin, high + margin, false, false);
    }

    private static void DrawHeader(Canvas canvas, ProfileFile input, ProfileFit fit)
    {
        string name = Path.GetFileName(input.Info.Path) + (input.Column is { } column ? $": {column}" : "");
        string caption = string.Create(
            CultureInfo.InvariantCulture,
            $"{fit.Samples:N0} samples   ·   N = {fit.Components.Count:N0} components   ·   rmse {fit.Rmse:G4}");
        StrokeFont.Draw(canvas, name, Left, 34, 18, Ink, bold: true);
        StrokeFont.Draw(canvas, caption, Left, 62, 13, Ink);
        double x = Width - Right;
        foreach ((string text, Rgb color) in new[] { ("components", Component), ("model", Model), ("samples", Sample) })
        {
            x -= StrokeFont.Measure(text, 12);
            StrokeFont.Draw(canvas, text, x, 62, 12, Soft);
            canvas.Stroke([[(x - 30, 56), (x - 10, 56)]], 3, color);
            x -= 52;
        }
    }

    private static void Encode(Canvas canvas, Stream stream)
    {
        using var encoder = new PngEncoder(stream, canvas.Width, canvas.Height, PngColorType.Rgb);
        for (int row = 0; row < canvas.Height; row++)
        {
            encoder.WriteRow(canvas.Pixels.AsSpan(3 * canvas.Width * row, 3 * canvas.Width));
        }

        encoder.Complete();
    }
}
