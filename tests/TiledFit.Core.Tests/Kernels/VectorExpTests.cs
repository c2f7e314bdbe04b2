using System.Runtime.Intrinsics;
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
            worst = Math.Max(worst, Math.Abs(VectorExp.Evaluate(Vector512.Create(x)).ToScalar() / Math.Exp(x) - 1));
        }

        Assert.InRange(worst, 0, 4.5e-16);
        Assert.Equal(Vector512<double>.One, VectorExp.Evaluate(Vector512<double>.Zero));
    }
}
