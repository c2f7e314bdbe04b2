using System.Globalization;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Engine.Rendering;
using TiledFit.Tiling;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// Whether tiles show: a raster is fitted twice, the second time with the grid shifted by half a tile, so that the
/// pixels beside the borders of one fit lie amid the tiles of the other. Asked for: residuals of the same pixels equal
/// within 2 %.
/// </summary>
internal static class SeamsExperiment
{
    private const int Near = 8, Band = 512;

    public static void Run(string path, FitOptions options, TextWriter writer)
    {
        using IRaster raster = RasterFactory.Open(path);
        int half = options.TileSize / 2;
        using var shifted = new ShiftedRaster(raster, half);
        FitResult plain = LocalHost.Fit(raster, options), other = LocalHost.Fit(shifted, options);
        var residuals = new (string Name, Func<PixelRectangle, double[]> Of)[]
        {
            ("grid as it is", window => ResidualOf(raster, plain, window)),
            ("grid shifted by half a tile", window => ResidualOf(
                shifted, other, window with { X = window.X + half, Y = window.Y + half })),
        };
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seams: {Path.GetFileName(path)}, {raster.Info.Width} × {raster.Info.Height} px, tiles of {options.TileSize}: "
            + $"{plain.Components.Count} and {other.Components.Count} components, rmse {plain.Rmse:G5} and "
            + $"{other.Rmse:G5}, {plain.Seconds.Fit:F1} and {other.Seconds.Fit:F1} s."));
        var table = new MarkdownTable("residual rms", residuals[0].Name, residuals[1].Name, "ratio");
        Add(table, "all pixels", raster.Info, residuals, (_, _) => true);
        Add(table, $"within {Near} px of the grid's borders", raster.Info, residuals, IsNear(options.TileSize, 0));
        Add(
            table, $"within {Near} px of the shifted grid's borders", raster.Info, residuals,
            IsNear(options.TileSize, half));
        table.Write(writer);
        writer.WriteLine("Asked for: ratios from 0.98 to 1.02.");
    }

    private static void Add(
        MarkdownTable table, string name, RasterInfo info, (string, Func<PixelRectangle, double[]> Of)[] residuals,
        Func<int, int, bool> counts)
    {
        double[] rms = [.. residuals.Select(residual => RootMeanSquare(info, residual.Of, counts))];
        string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
        table.Add(name, Text(rms[0]), Text(rms[1]), Text(rms[0] / rms[1]));
    }

    private static double RootMeanSquare(
        RasterInfo info, Func<PixelRectangle, double[]> residualOf, Func<int, int, bool> counts)
    {
        double sum = 0;
        long count = 0;
        for (int y = 0; y < info.Height; y += Band)
        {
            var window = new PixelRectangle(0, y, info.Width, Math.Min(Band, info.Height - y));
            double[] residual = residualOf(window);
            for (int i = 0; i < residual.Length; i++)
            {
                if (!double.IsNaN(residual[i]) && counts(i % info.Width, y + i / info.Width))
                {
                    sum += residual[i] * residual[i];
                    count++;
                }
            }
        }

        return Math.Sqrt(sum / count);
    }

    // Of the borders between tiles, which lie between pixels k·T + origin − 1 and k·T + origin.
    private static Func<int, int, bool> IsNear(int tile, int origin)
    {
        bool IsNearLine(int position)
        {
            int before = (position - origin % tile + tile + Near) % tile;
            return position >= tile - origin - Near && before < 2 * Near;
        }

        return (x, y) => IsNearLine(x) || IsNearLine(y);
    }

    private static double[] ResidualOf(IRaster raster, FitResult fit, PixelRectangle window)
    {
        double[] residual = new double[window.Area], model = new double[window.Area];
        raster.Read(window, residual);
        new ModelRenderer(fit.Components.Select(row => row.Component.Shape), fit.Background)
            .Render(SampleGrid.Of(window), model);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] -= model[i];
        }

        return residual;
    }
}
