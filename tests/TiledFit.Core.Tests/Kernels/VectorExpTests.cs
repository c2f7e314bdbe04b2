using TiledFit.Core.Kernels;

namespace TiledFit.Core.Tests.Kernels;

public class VectorExpTests
{
    [Fact]
    public void AgreesWithSystemMath()
    {
        var random = new Random(1);
        double worst = 0;
        for (int k = 0; k < 200_000; k++)
        {
            double x = -700 + 1400 * random.NextDouble();
            worst = Math.Max(worst, Math.Abs(VectorExp.Evaluate(x) / Math.Exp(x) - 1));
        }

        Assert.InRange(worst, 0, 4.5e-16);
        Assert.Equal(1, VectorExp.Evaluate(0.0));
    }
}
