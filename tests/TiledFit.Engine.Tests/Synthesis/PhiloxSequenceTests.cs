using TiledFit.Engine.Synthesis;

namespace TiledFit.Engine.Tests.Synthesis;

public class PhiloxSequenceTests
{
    /// <summary>The known answers that accompany the authors' Random123 library, philox4x32 with ten rounds.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(
        0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
        0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(
        0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0,
        0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void KnownAnswers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), PhiloxSequence.Block((c0, c1, c2, c3), (k0, k1)));

    [Fact]
    public void UniformNumbersAreTheUpper53BitsOfTheFirstBlock()
    {
        var random = new PhiloxSequence(0, 0, 0);
        double first = (0xe169c58d_6627e8d5UL >> 11) * Math.Pow(2, -53);
        double second = (0x9b00dbd8_bc57ac4cUL >> 11) * Math.Pow(2, -53);
        Assert.Equal((first, second), random.NextUniformPair());
    }

    [Fact]
    public void SeedStreamItemAndDrawAllMatter()
    {
        (double, double)[] draws =
        [
            Draw(1, RandomStream.Components, 1, 0), Draw(2, RandomStream.Components, 1, 0),
            Draw(1UL << 32, RandomStream.Components, 1, 0), Draw(1, RandomStream.Noise, 1, 0),
            Draw(1, RandomStream.Components, 2, 0), Draw(1, RandomStream.Components, 1UL << 32, 0),
            Draw(1, RandomStream.Components, 1, 1),
        ];
        Assert.Equal(draws.Length, draws.Distinct().Count());
    }

    private static (double, double) Draw(ulong seed, RandomStream stream, ulong item, int skip)
    {
        var random = new PhiloxSequence(seed, stream, item);
        for (int i = 0; i < skip; i++)
        {
            random.NextUniformPair();
        }

        return random.NextUniformPair();
    }
}
