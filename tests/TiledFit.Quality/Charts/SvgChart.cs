using System.Globalization;
using System.Xml.Linq;

namespace TiledFit.Quality.Charts;

/// <summary>
/// Panels side by side under one legend as an SVG picture. Its ground is transparent and its colours are of medium
/// lightness, so that it can be read on light and dark pages.
/// </summary>
internal sealed class SvgChart(params IReadOnlyList<ChartPanel> panels)
{
    private const double PlotWidth = 300, PlotHeight = 220, Left = 66, Right = 18, Top = 58, Bottom = 62;

    private const double LegendY = 16, LegendStep = 150, LineHeight = 14, Marker = 3.5;

    private const string Ink = "#768390", Faint = "0.25";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Colors = ["#3d8bfd", "#e8710a", "#2da44e", "#c2569f", "#9a7b1f"];

    private readonly string[] _names =
        [.. panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct()];

    /// <summary>Writes the picture.</summary>
    public void Write(string path)
    {
        double width = panels.Count * (Left + PlotWidth + Right), height = Top + PlotHeight + Bottom;
        var root = new XElement(
            Svg + "svg", new XAttribute("viewBox", $"0 0 {Text(width)} {Text(height)}"), Number("width", width),
            Number("height", height), new XAttribute("font-family", "sans-serif"), new XAttribute("font-size", "12"),
            new XAttribute("fill", Ink), Legend(), panels.Select(Panel));
        File.WriteAllText(path, root.ToString().ReplaceLineEndings("\n") + "\n");
    }

    private IEnumerable<XElement> Legend() => _names.SelectMany((name, k) =>
    {
        double x = Left + k * LegendStep;
        return (XElement[])
        [
            Polyline(name, [(x, LegendY), (x + 24, LegendY)]), MarkerAt(name, x + 12, LegendY),
            Label(name, x + 30, LegendY + 4, "start"),
        ];
    });

    private XElement Panel(ChartPanel panel, int index)
    {
        double x = Left + index * (Left + PlotWidth + Right);
        return new XElement(
            Svg + "g", new XAttribute("transform", $"translate({Text(x)} {Text(Top)})"),
            Label(panel.Title, PlotWidth / 2, -10, "middle", new XAttribute("font-weight", "bold")),
            Horizontal(panel.X), Vertical(panel.Y), Frame(), panel.Series.SelectMany(series => Line(panel, series)));
    }

    private static IEnumerable<XElement> Horizontal(ChartAxis axis)
    {
        foreach (Tick tick in axis.Ticks)
        {
            double x = PlotWidth * axis.Fraction(tick.Value);
            yield return GridLine(x, 0, x, PlotHeight);
            yield return Label(tick.Label, x, PlotHeight + LineHeight + 2, "middle");
            if (tick.Below.Length > 0)
            {
                yield return Label(tick.Below, x, PlotHeight + 2 * LineHeight + 2, "middle");
            }
        }

        double lines = axis.Ticks.Any(tick => tick.Below.Length > 0) ? 2 : 1;
        yield return Label(axis.Label, PlotWidth / 2, PlotHeight + (lines + 1.5) * LineHeight + 2, "middle");
    }

    private static IEnumerable<XElement> Vertical(ChartAxis axis)
    {
        foreach (Tick tick in axis.Ticks)
        {
            double y = PlotHeight * (1 - axis.Fraction(tick.Value));
            yield return GridLine(0, y, PlotWidth, y);
            yield return Label(tick.Label, -6, y + 4, "end");
        }

        yield return Label(
            axis.Label, 0, 0, "middle",
            new XAttribute("transform", $"translate({Text(14 - Left)} {Text(PlotHeight / 2)}) rotate(-90)"));
    }

    private IEnumerable<XElement> Line(ChartPanel panel, ChartSeries series)
    {
        (double X, double Y)[] places =
        [
            .. series.Points.Select(
                p => (PlotWidth * panel.X.Fraction(p.X), PlotHeight * (1 - panel.Y.Fraction(p.Y)))),
        ];
        return [Polyline(series.Name, places), .. places.Select(place => MarkerAt(series.Name, place.X, place.Y))];
    }

    private XElement Polyline(string name, IEnumerable<(double X, double Y)> places) => new(
        Svg + "polyline", new XAttribute("points", string.Join(' ', places.Select(p => $"{Text(p.X)},{Text(p.Y)}"))),
        new XAttribute("fill", "none"), new XAttribute("stroke", ColorOf(name)), new XAttribute("stroke-width", "2"));

    // Shapes tell the lines apart where colours do not.
    private XElement MarkerAt(string name, double x, double y)
    {
        string shape = (Array.IndexOf(_names, name) % Colors.Length) switch
        {
            0 => "M-1,0 A1,1 0 1 1 1,0 A1,1 0 1 1 -1,0 Z",
            1 => "M-1,-1 H1 V1 H-1 Z",
            2 => "M0,-1.3 L1.2,0.9 H-1.2 Z",
            3 => "M0,-1.4 L1.4,0 L0,1.4 L-1.4,0 Z",
            _ => "M0,1.3 L1.2,-0.9 H-1.2 Z",
        };
        return new XElement(
            Svg + "path", new XAttribute("d", shape), new XAttribute("fill", ColorOf(name)),
            new XAttribute("transform", $"translate({Text(x)} {Text(y)}) scale({Text(Marker)})"));
    }

    private string ColorOf(string name) => Colors[Array.IndexOf(_names, name) % Colors.Length];

    private static XElement Frame() => new(
        Svg + "rect", Number("width", PlotWidth), Number("height", PlotHeight), new XAttribute("fill", "none"),
        new XAttribute("stroke", Ink));

    private static XElement GridLine(double x1, double y1, double x2, double y2) => new(
        Svg + "line", Number("x1", x1), Number("y1", y1), Number("x2", x2), Number("y2", y2),
        new XAttribute("stroke", Ink), new XAttribute("stroke-opacity", Faint));

    private static XElement Label(string text, double x, double y, string anchor, params XAttribute[] more) => new(
        Svg + "text", Number("x", x), Number("y", y), new XAttribute("text-anchor", anchor), more, text);

    private static XAttribute Number(string name, double value) => new(name, Text(value));

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
