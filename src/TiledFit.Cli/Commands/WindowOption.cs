using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Cli.Commands;

/// <summary><c>--window x,y,w,h</c>.</summary>
internal static class WindowOption
{
    private const string Name = "--window";

    /// <summary>The option.</summary>
    public static Option<PixelRectangle?> Create() => new(Name)
    {
        HelpName = "x,y,w,h",
        Description = "First column and row, columns and rows; the whole raster if not given.",
        CustomParser = Parse,
    };

    /// <summary>The window, or the whole raster.</summary>
    /// <exception cref="InputException">It reaches beyond the raster, or there is none.</exception>
    public static PixelRectangle Check(PixelRectangle? window, RasterInfo info)
    {
        if (info.Width == 0)
        {
            throw new InputException($"{info.Path} holds points, not a raster: there is nothing to render");
        }

        var raster = new PixelRectangle(0, 0, info.Width, info.Height);
        if (window is not { } w)
        {
            return raster;
        }

        bool isInside = (long)w.X + w.Width <= info.Width && (long)w.Y + w.Height <= info.Height;
        return isInside ? w : throw new InputException(
            $"{Name} {w.X},{w.Y},{w.Width},{w.Height} reaches beyond the raster's {info.Width} × {info.Height} px");
    }

    private static PixelRectangle? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        int[] numbers = text.Split(',')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1)
            .ToArray();
        if (numbers.Length == 4 && numbers.Min() >= 0 && numbers[2] > 0 && numbers[3] > 0)
        {
            return new PixelRectangle(numbers[0], numbers[1], numbers[2], numbers[3]);
        }

        result.AddError(
            $"{Name} '{text}' is not x,y,w,h: four whole numbers, the first two at least 0, the others at least 1");
        return null;
    }
}
