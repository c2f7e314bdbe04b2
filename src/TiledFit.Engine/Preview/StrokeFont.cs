using System.Globalization;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>
/// A single-stroke sans serif. Glyphs are drawn in a box whose capitals are 14 units high, y from their top downwards,
/// the base line at 14; "x,y" is a point on the stroke, "~x,y" the control point of a quadratic Bézier curve between
/// its neighbours, "|" lifts the pen.
/// </summary>
internal static class StrokeFont
{
    private const double CapHeight = 14, Spacing = 3.8, WordSpace = 5.4, CurveSteps = 6;

    private static readonly Dictionary<char, Glyph> Glyphs = Parse(
        // Digits, all of one width.
        """
        0 0,7 ~0,0 4,0 ~8,0 8,7 ~8,14 4,14 ~0,14 0,7
        1 1.4,3.2 4.8,0 4.8,14 | 1.4,14 8,14
        2 0.4,3.6 ~0.4,0 4,0 ~7.5,0 7.5,3.7 ~7.5,6.3 4.6,9.2 0.2,14 8,14
        3 0.5,2.6 ~1.5,0 4,0 ~7.3,0 7.3,3.4 ~7.3,6.6 3.2,6.6 | 4,6.6 ~8,6.6 8,10.3 ~8,14 4,14 ~0.8,14 0,11
        4 6,14 6,0 0,9.9 8,9.9
        5 7.2,0 1.2,0 0.7,6.4 ~2,5.2 4,5.2 ~8,5.2 8,9.5 ~8,14 3.8,14 ~1,14 0,11.6
        6 0,9.6 ~0,14 4,14 ~8,14 8,9.6 ~8,5.4 4.1,5.4 ~0,5.4 0,9.6 ~-0.4,0 4.5,0 ~6.4,0 7.3,1.8
        7 0,0 8,0 3,14
        8 4,6.5 ~0.6,6.5 0.6,3.2 ~0.6,0 4,0 ~7.4,0 7.4,3.2 ~7.4,6.5 4,6.5 ~8,6.5 8,10.3 ~8,14 4,14 ~0,14 0,10.3 ~0,6.5 4,6.5
        9 8,4.4 ~8,0 4,0 ~0,0 0,4.4 ~0,8.6 3.9,8.6 ~8,8.6 8,4.4 ~8.4,14 3.5,14 ~1.6,14 0.7,12.2
        A 0,14 4.75,0 9.5,14 | 1.6,9.4 7.9,9.4
        B 4.2,6.7 0,6.7 | 0,0 0,14 4.4,14 ~8.4,14 8.4,10.3 ~8.4,6.7 4.2,6.7 ~7.6,6.7 7.6,3.3 ~7.6,0 4.2,0 0,0
        C 9,2.8 ~7.8,0 5,0 ~0,0 0,7 ~0,14 5,14 ~7.8,14 9,11.2
        D 0,0 0,14 4,14 ~9,14 9,7 ~9,0 4,0 0,0
        E 7.5,0 0,0 0,14 7.5,14 | 0,6.8 6.5,6.8
        F 7.3,0 0,0 0,14 | 0,6.9 6.3,6.9
        G 9,2.8 ~7.8,0 5,0 ~0,0 0,7 ~0,14 5,14 ~9.2,14 9.2,9.5 9.2,7.6 5.6,7.6
        H 0,0 0,14 | 9,0 9,14 | 0,6.8 9,6.8
        I 0,0 0,14
        J 6,0 6,10 ~6,14 3,14 ~0.3,14 0,10.8
        K 0,0 0,14 | 8.3,0 0,8.6 | 3,5.6 8.6,14
        L 0,0 0,14 7.2,14
        M 0,14 0,0 5.5,9.5 11,0 11,14
        N 0,14 0,0 9,14 9,0
        O 0,7 ~0,0 5,0 ~10,0 10,7 ~10,14 5,14 ~0,14 0,7
        P 0,14 0,0 4.5,0 ~8.2,0 8.2,3.8 ~8.2,7.6 4.5,7.6 0,7.6
        Q 0,7 ~0,0 5,0 ~10,0 10,7 ~10,14 5,14 ~0,14 0,7 | 6,10.5 10,14.8
        R 0,14 0,0 4.5,0 ~8.2,0 8.2,3.8 ~8.2,7.6 4.5,7.6 0,7.6 | 4,7.6 8.6,14
        S 8,2.6 ~7,0 4.2,0 ~0.5,0 0.5,3.5 ~0.5,6 4.3,6.9 ~8.4,7.9 8.4,10.6 ~8.4,14 4.3,14 ~0.9,14 0,11.2
        T 0,0 9,0 | 4.5,0 4.5,14
        U 0,0 0,9 ~0,14 4.5,14 ~9,14 9,9 9,0
        V 0,0 4.7,14 9.4,0
        W 0,0 3.4,14 6.7,2 10,14 13.4,0
        X 0,0 8.8,14 | 8.8,0 0,14
        Y 0,0 4.5,7 9,0 | 4.5,7 4.5,14
        Z 0,0 8.4,0 0,14 8.6,14
        a 0.6,6.2 ~1.4,4.2 3.8,4.2 ~7,4.2 7,7.6 7,14 | 7,8.6 3.4,8.6 ~0,8.6 0,11.4 ~0,14 3,14 ~7,14 7,10.5
        b 0,0 0,14 | 0,9.1 ~0,4.2 3.8,4.2 ~7.6,4.2 7.6,9.1 ~7.6,14 3.8,14 ~0,14 0,9.1
        c 7,6.3 ~6,4.2 3.9,4.2 ~0,4.2 0,9.1 ~0,14 3.9,14 ~6,14 7,11.9
        d 7.6,0 7.6,14 | 7.6,9.1 ~7.6,4.2 3.8,4.2 ~0,4.2 0,9.1 ~0,14 3.8,14 ~7.6,14 7.6,9.1
        e 0,8.9 7.5,8.9 ~7.5,4.2 3.9,4.2 ~0,4.2 0,9.1 ~0,14 4,14 ~6.2,14 7.2,12
        f 4.8,0.1 ~2,-0.5 2,3 2,14 | 0,4.5 4.6,4.5
        g 7.6,9.1 ~7.6,4.2 3.8,4.2 ~0,4.2 0,9.1 ~0,14 3.8,14 ~7.6,14 7.6,9.1 | 7.6,4.4 7.6,14.2 ~7.6,18.2 3.9,18.2 ~1.4,18.2 0.5,16.6
        h 0,0 0,14 | 0,8.4 ~0,4.2 3.6,4.2 ~6.8,4.2 6.8,8 6.8,14
        i 0,4.4 0,14 | 0,0.6 0,0.9
        j 1.6,4.4 1.6,15 ~1.6,18.2 -1,18 | 1.6,0.6 1.6,0.9
        k 0,0 0,14 | 6.4,4.4 0,10.4 | 2.4,8.3 6.8,14
        l 0,0 0,11.4 ~0,14 2.6,13.9
        m 0,4.4 0,14 | 0,8 ~0,4.2 3,4.2 ~5.6,4.2 5.6,7.6 5.6,14 | 5.6,8 ~5.6,4.2 8.6,4.2 ~11.2,4.2 11.2,7.6 11.2,14
        n 0,4.4 0,14 | 0,8.4 ~0,4.2 3.6,4.2 ~6.8,4.2 6.8,8 6.8,14
        o 0,9.1 ~0,4.2 3.9,4.2 ~7.8,4.2 7.8,9.1 ~7.8,14 3.9,14 ~0,14 0,9.1
        p 0,4.4 0,18.4 | 0,9.1 ~0,4.2 3.8,4.2 ~7.6,4.2 7.6,9.1 ~7.6,14 3.8,14 ~0,14 0,9.1
        q 7.6,4.4 7.6,18.4 | 7.6,9.1 ~7.6,4.2 3.8,4.2 ~0,4.2 0,9.1 ~0,14 3.8,14 ~7.6,14 7.6,9.1
        r 0,4.4 0,14 | 0,8.6 ~0,4.2 3,4.2 4.2,4.4
        s 6,6 ~5.4,4.2 3.1,4.2 ~0.4,4.2 0.4,6.6 ~0.4,8.3 3.1,8.9 ~6.4,9.6 6.4,11.5 ~6.4,14 3.2,14 ~0.6,14 0,12
        t 2,1 2,11.3 ~2,14 4.6,13.9 | 0,4.5 4.6,4.5
        u 0,4.4 0,10.2 ~0,14 3.2,14 ~6.8,14 6.8,9.8 | 6.8,4.4 6.8,14
        v 0,4.4 3.6,14 7.2,4.4
        w 0,4.4 2.6,14 5.2,5.4 7.8,14 10.4,4.4
        x 0,4.4 6.6,14 | 6.6,4.4 0,14
        y 0,4.4 3.6,14 | 7.2,4.4 3.6,14 ~2.4,18.2 0,18
        z 0,4.4 6.4,4.4 0,14 6.6,14
        . 0,13.6 0,13.9
        , 0.8,13.5 0.8,14 ~0.8,15.6 0,16.6
        : 0,6.2 0,6.5 | 0,13.6 0,13.9
        ; 0.8,6.2 0.8,6.5 | 0.8,13.5 0.8,14 ~0.8,15.6 0,16.6
        - 0,9 4.6,9
        − 0,7.6 8,7.6
        + 0,7.6 8,7.6 | 4,3.6 4,11.6
        = 0,5.8 8,5.8 | 0,9.6 8,9.6
        ( 3,-1 ~0,2.5 0,7.5 ~0,12.5 3,16
        ) 0,-1 ~3,2.5 3,7.5 ~3,12.5 0,16
        [ 3,-0.6 0,-0.6 0,16 3,16
        ] 0,-0.6 3,-0.6 3,16 0,16
        { 4,-0.6 ~2,-0.6 2,2 2,5 ~2,7.6 0,7.6 ~2,7.6 2,10 2,13 ~2,16 4,16
        } 0,-0.6 ~2,-0.6 2,2 2,5 ~2,7.6 4,7.6 ~2,7.6 2,10 2,13 ~2,16 0,16
        / 0,15.5 5.5,-1
        \ 0,-1 5.5,15.5
        | 0,-1 0,17
        _ 0,16 8,16
        % 0,3.2 ~0,0 2.6,0 ~5.2,0 5.2,3.2 ~5.2,6.4 2.6,6.4 ~0,6.4 0,3.2 | 11,0 2.6,14 | 8.4,10.8 ~8.4,7.6 11,7.6 ~13.6,7.6 13.6,10.8 ~13.6,14 11,14 ~8.4,14 8.4,10.8
        ' 0,0 0,4
        " 0,0 0,4 | 3,0 3,4
        ` 0,-0.6 2.4,2
        < 7,3.4 0,7.6 7,11.8
        > 0,3.4 7,7.6 0,11.8
        # 3.4,1 1.6,14 | 7.8,1 6,14 | 0.6,5.2 9,5.2 | 0,9.8 8.4,9.8
        & 9.6,14 2.4,5.2 ~0.6,0 4.2,0 ~7.6,0 6.6,3.4 ~6,5.4 2,7.6 ~0,9 0,11 ~0,14 3.6,14 ~7.6,14 9,8
        * 3.4,0 3.4,6.4 | 0.6,1.6 6.2,4.8 | 6.2,1.6 0.6,4.8
        ! 0,0 0,9.4 | 0,13.6 0,13.9
        ? 0,3 ~0.6,0 3.4,0 ~6.8,0 6.8,3.4 ~6.8,5.6 3.4,7.4 3.4,9.8 | 3.4,13.6 3.4,13.9
        @ 9.2,9.6 ~8.4,11 6.6,11 ~4,11 4,7.6 ~4,4.2 7,4.2 ~9.6,4.2 9.6,7 9.6,9 ~9.8,11 11.4,11 ~13.6,11 13.6,7 ~13.6,0 7,0 ~0,0 0,7.6 ~0,15.6 7.2,15.6 ~9.4,15.6 10.8,14.6
        ~ 0,8.8 ~0.6,6.6 2.4,6.6 4,7.6 5.6,8.6 ~7.6,8.6 8,6.4
        ^ 0,5 3.4,0 6.8,5
        $ 8,3.4 ~7,1.4 4.2,1.4 ~0.5,1.4 0.5,4.4 ~0.5,6.6 4.3,7.2 ~8.4,8 8.4,10.2 ~8.4,13 4.3,13 ~0.9,13 0,10.8 | 4.2,-0.8 4.2,15.2
        × 0,4.6 6.4,11 | 6.4,4.6 0,11
        · 0,8 0,8.3
        … 0,13.6 0,13.9 | 4.4,13.6 4.4,13.9 | 8.8,13.6 8.8,13.9
        σ 9,4.4 4,4.4 ~0,4.4 0,9.2 ~0,14 3.9,14 ~7.8,14 7.8,9.2 ~7.8,5.6 5,4.4
        """);

    private static readonly Glyph Unknown = new(6, [[(0, 0), (6, 0), (6, 14), (0, 14), (0, 0)]]);

    /// <summary>Length of a line of text, px.</summary>
    public static double Measure(string text, double capHeight) =>
        text.Sum(Advance) * capHeight / CapHeight - Spacing * capHeight / CapHeight;

    /// <summary>Draws a line of text.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">What; a box stands for a character that the font lacks.</param>
    /// <param name="x">Left end, px.</param>
    /// <param name="baseline">Base line, px.</param>
    /// <param name="capHeight">Height of the capitals, px.</param>
    /// <param name="color">Ink.</param>
    /// <param name="bold">Half as heavy again.</param>
    public static void Draw(
        Canvas canvas, string text, double x, double baseline, double capHeight, Rgb color, bool bold = false)
    {
        double unit = capHeight / CapHeight, pen = unit * (bold ? 2.1 : 1.5);
        foreach (char character in text)
        {
            double left = x, top = baseline - capHeight;
            if (character != ' ')
            {
                canvas.Stroke(GlyphOf(character).At(left, top, unit), pen, color);
            }

            x += Advance(character) * unit;
        }
    }

    private static Glyph GlyphOf(char character) => Glyphs.GetValueOrDefault(character, Unknown);

    private static double Advance(char character) => character == ' ' ? WordSpace : GlyphOf(character).Width + Spacing;

    private static Dictionary<char, Glyph> Parse(string table) => table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(line => line[0], line => ParseGlyph(line[2..]));

    private static Glyph ParseGlyph(string strokes)
    {
        (double X, double Y)[][] paths = strokes.Split(" | ").Select(ParsePath).ToArray();
        return new Glyph(paths.SelectMany(path => path).Max(point => point.X), paths);
    }

    private static (double X, double Y)[] ParsePath(string path)
    {
        var points = new List<(double X, double Y)>();
        (double X, double Y)? control = null;
        foreach (string token in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (double X, double Y) point = ParsePoint(token.TrimStart('~'));
            if (token[0] == '~')
            {
                control = point;
                continue;
            }
            if (control is { } middle)
            {
                points.AddRange(Curve(points[^1], middle, point));
            }
            else
            {
                points.Add(point);
            }

            control = null;
        }
        return points.ToArray();
    }

    private static (double X, double Y) ParsePoint(string token)
    {
        string[] parts = token.Split(',');
        return (Number(parts[0]), Number(parts[1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Points of (1−t)²·P₀ + 2t(1−t)·P₁ + t²·P₂ after t = 0.</summary>
    private static IEnumerable<(double X, double Y)> Curve(
        (double X, double Y) start, (double X, double Y) control, (double X, double Y) end)
    {
        for (int step = 1; step <= CurveSteps; step++)
        {
            double t = step / CurveSteps, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
            yield return (a * start.X + b * control.X + c * end.X, a * start.Y + b * control.Y + c * end.Y);
        }
    }

    private sealed record Glyph(double Width, IReadOnlyList<(double X, double Y)[]> Paths)
    {
        /// <summary>The strokes with the box's top left corner at a place and units of the given size.</summary>
        public (double X, double Y)[][] At(double left, double top, double unit) => Paths
            .Select(path => Array.ConvertAll(path, point => (left + point.X * unit, top + point.Y * unit)))
            .ToArray();
    }
}
