using TiledFit.Engine.Preview;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Preview;

public class StrokeFontTests
{
    [Fact]
    public void EveryPrintableAsciiCharacterLooksDifferent()
    {
        string[] drawn = Enumerable.Range('!', '~' - '!' + 1).Select(c => Draw(((char)c).ToString())).ToArray();
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
    }

    [Fact]
    public void TextKeepsWithinItsMeasure()
    {
        const string Text = "Width of 3.14 px";
        var canvas = new Canvas(400, 40);
        StrokeFont.Draw(canvas, Text, 20, 30, 14, Rgb.Hex(0));
        int last = Enumerable.Range(0, 400)
            .Last(x => Enumerable.Range(0, 40).Any(y => canvas.Pixels[3 * (y * 400 + x)] < 128));
        Assert.InRange(last, 20 + StrokeFont.Measure(Text, 14) - 2, 20 + StrokeFont.Measure(Text, 14) + 2);
    }

    private static string Draw(string text)
    {
        var canvas = new Canvas(40, 40);
        StrokeFont.Draw(canvas, text, 10, 25, 14, Rgb.Hex(0));
        return Convert.ToHexString(canvas.Pixels);
    }
}
