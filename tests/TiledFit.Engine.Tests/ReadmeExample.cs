using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Tiling;

internal static class ReadmeExample
{
    public static FitResult Fit(string path, TextWriter output)
    {
        using IRaster raster = RasterFactory.Open(path);
        FitResult fit = LocalHost.Fit(raster, new FitOptions { Components = 100, Tolerance = 0.01 });
        output.WriteLine($"{fit.Components.Count} components, RMSE {fit.Rmse:F1}, on {fit.Background.Level:F1}");
        foreach (Gaussian g in fit.Components.Take(3).Select(row => row.Component.Shape))
        {
            output.WriteLine($"{g.Amplitude:F0} at ({g.X:F0}, {g.Y:F0}), {g.SigmaMajor:F0} × {g.SigmaMinor:F0} px");
        }

        return fit;
    }
}
