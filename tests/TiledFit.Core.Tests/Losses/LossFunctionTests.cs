using TiledFit.Core.Kernels;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Tests.Losses;

public class LossFunctionTests
{
    private const double K = 1.7;

    /// <summary>ρ by the library's functions.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(-1.6999)]
    [InlineData(1.7)]
    [InlineData(-5)]
    [InlineData(40)]
    public void RhoOfResiduals(double r)
    {
        double huber = Math.Abs(r) <= K ? r * r : 2 * K * Math.Abs(r) - K * K;
        Assert.Equal(huber, new HuberLoss(K).At(r, 0).Rho, 1e-13 * (1 + huber));
        double cauchy = K * K * Math.Log(1 + r * r / (K * K));
        Assert.Equal(cauchy, new CauchyLoss(K).At(r, 0).Rho, 1e-13 * (1 + cauchy));
    }

    /// <summary>ρ = r² for small residuals, so that E is that of the squares.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(-1e-5)]
    public void SmallResidualsCostTheirSquares(double r)
    {
        Assert.Equal(1, new HuberLoss(K).At(r, 0).Rho / (r * r), 1e-15);
        Assert.Equal(1, new CauchyLoss(K).At(r, 0).Rho / (r * r), r * r);
        // Σ (z − f)²/f, Pearson's: their difference is of third order.
        Assert.Equal(1, default(PoissonLoss).At(r, 7).Rho / (r * r / (7 - r)), Math.Abs(r));
    }

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(3, 2.5)]
    [InlineData(3, 40)]
    [InlineData(1e6, 1.002e6)]
    [InlineData(0.5, 1e-3)]
    public void RhoOfCounts(double z, double f)
    {
        double expected = 2 * (f - z + (z > 0 ? z * Math.Log(z / f) : 0));
        Assert.Equal(expected, default(PoissonLoss).At(z - f, z).Rho, 1e-9 * (1 + expected));
    }

    /// <summary>ψ = −½∂ρ/∂f and the slope −∂ψ/∂f, by central differences.</summary>
    [Fact]
    public void PsiAndSlopeAreDerivatives()
    {
        foreach (double r in new[] { -9, -1.8, -0.4, 0.2, 1.2, 3.3 })
        {
            Check(model => new HuberLoss(K).At(2 - model, 2), 2 - r, 1e-6);
            Check(model => new CauchyLoss(K).At(2 - model, 2), 2 - r, 1e-6);
        }

        foreach ((double z, double f) in new[] { (0.0, 2.0), (3, 2), (3, 1e-5), (4, 30) })
        {
            // The slope is an expectation: that at z = f.
            Check(model => default(PoissonLoss).At(z - model, z), f, 1e-6 * f, expectation: true);
            Assert.Equal(1 / f, default(PoissonLoss).At(z - f, z).Slope, 1e-9 / f);
        }

        static void Check(Func<double, LossValue> at, double model, double h, bool expectation = false)
        {
            LossValue here = at(model), above = at(model + h), below = at(model - h);
            double size = Math.Abs(here.Psi) + 1;
            Assert.Equal(-0.5 * (above.Rho - below.Rho) / (2 * h), here.Psi, 1e-5 * size);
            if (!expectation)
            {
                Assert.Equal(-(above.Psi - below.Psi) / (2 * h), here.Slope, 1e-5 * size);
            }
        }
    }

    /// <summary>The weights of H: ψ/r, between ∂ψ/∂r and 1, so that H bounds the curvature of ρ (Huber 1981).</summary>
    [Fact]
    public void WeightsBoundTheCurvature()
    {
        for (double r = -20; r <= 20; r += 0.37)
        {
            foreach (LossValue at in new[] { new HuberLoss(K).At(r, 0), new CauchyLoss(K).At(r, 0) })
            {
                Assert.Equal(at.Psi, at.Weight * r, 1e-14);
                Assert.InRange(at.Weight, Math.Max(0, at.Slope - 1e-15), 1);
            }
        }
    }

    /// <summary>At the floor ρ, its first and its second derivative are continuous; below, finite and convex.</summary>
    [Fact]
    public void CountsGoOnBelowTheFloor()
    {
        const double floor = PoissonLoss.Floor, z = 3;
        LossValue above = At(floor), below = At(floor * (1 - 1e-9));
        Assert.Equal(above.Rho, below.Rho, 1e-6);
        Assert.Equal(1, below.Psi / above.Psi, 1e-8);
        double slopeAbove = (At(1.001 * floor).Psi - above.Psi) / (0.001 * floor);
        double slopeBelow = (above.Psi - At(0.999 * floor).Psi) / (0.001 * floor);
        Assert.Equal(1, slopeAbove / slopeBelow, 0.002);
        double last = At(-5).Psi;
        for (double f = -4.9; f < 0.2; f += 0.01)
        {
            Assert.True(double.IsFinite(At(f).Rho));
            Assert.InRange(At(f).Psi, double.NegativeInfinity, last);
            last = At(f).Psi;
        }

        static LossValue At(double f) => default(PoissonLoss).At(z - f, z);
    }

    /// <summary>Where nothing was counted, too: ρ and ψ are continuous at the floor and ρ is least at f = 0.</summary>
    [Fact]
    public void NoCountsGoOnBelowTheFloor()
    {
        const double floor = PoissonLoss.Floor;
        LossValue above = At(floor), below = At(floor * (1 - 1e-9));
        Assert.Equal(2 * floor, above.Rho);
        Assert.Equal(1, below.Rho / above.Rho, 1e-8);
        Assert.Equal(1, below.Psi / above.Psi, 1e-8);
        Assert.Equal(floor, At(0).Rho);
        foreach (double f in new[] { 0.99 * floor, 0.3 * floor, 0, -floor, -0.02, -7 })
        {
            double h = 1e-4 * (Math.Abs(f) + floor), size = Math.Abs(At(f).Psi) + 1;
            Assert.Equal(-0.5 * (At(f + h).Rho - At(f - h).Rho) / (2 * h), At(f).Psi, 1e-8 * size);
            Assert.Equal(1, -(At(f + h).Psi - At(f - h).Psi) / (2 * h) / At(f).Weight, f < 0.9 * floor ? 1e-6 : 1);
        }

        static LossValue At(double f) => default(PoissonLoss).At(-f, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(1e-12)]
    [InlineData(9e-7)]
    [InlineData(1)]
    [InlineData(30)]
    public void RhoOfCountsIsNotNegative(double z)
    {
        for (double f = -50; f < 50; f += 0.0625)
        {
            Assert.InRange(default(PoissonLoss).At(z - f, z).Rho, 0, double.MaxValue);
            Assert.InRange(default(PoissonLoss).At(z - f * 1e-7, z).Rho, 0, double.MaxValue);
        }
    }

    /// <summary>A plane with a hole: E is that of the pixels with data, w·ψ is zero elsewhere.</summary>
    [Theory]
    [InlineData(LossKind.Huber)]
    [InlineData(LossKind.Cauchy)]
    [InlineData(LossKind.Poisson)]
    public unsafe void ThePlaneIsWeighedPixelByPixel(LossKind kind)
    {
        var bounds = new PixelRectangle(4, 5, 13, 7);
        var loss = new Loss(kind, kind == LossKind.Poisson ? 0 : K);
        using var planes = new Planes(bounds, 4);
        PixelPlane r = planes[0], z = planes[1], w = planes[2], information = planes[3];
        double expected = 0, part = 0, squares = 0;
        var psi = new List<double>();
        var right = new PixelRectangle(9, 7, 20, 3);
        for (int row = 0; row < bounds.Height; row++)
        {
            for (int column = 0; column < bounds.Width; column++)
            {
                double f = 1 + row, value = (row * 5 + column) % 9, weight = (row + column) % 4;
                (r.RowSpan(row)[column], z.RowSpan(row)[column], w.RowSpan(row)[column]) = (value - f, value, weight);
                LossValue at = kind switch
                {
                    LossKind.Huber => new HuberLoss(K).At(value - f, value),
                    LossKind.Cauchy => new CauchyLoss(K).At(value - f, value),
                    _ => default(PoissonLoss).At(value - f, value),
                };
                expected += weight * at.Rho;
                bool isInPart = right.Contains(bounds.X + column, bounds.Y + row);
                part += isInPart ? weight * at.Rho : 0;
                squares += isInPart ? weight * (value - f) * (value - f) : 0;
                psi.Add(weight * at.Psi);
            }
        }

        (double objective, LossSums sums) = LossKernel.Count(loss, r, z, w, right);
        Assert.Equal(part, objective, 1e-12 * part);
        Assert.Equal(squares, sums.Squares, 1e-12 * squares);
        Assert.Equal(expected, LossKernel.Weigh(loss, r, z, w, information), 1e-12 * expected);
        Assert.Equal(psi, Enumerable.Range(0, bounds.Height).SelectMany(row => r.RowSpan(row).ToArray()));
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-5)]
    [InlineData(0.3)]
    [InlineData(-0.7)]
    [InlineData(4e9)]
    public void LogOnePlusKeepsItsDigits(double x)
    {
        // ln(1 + x) = 2·artanh(x/(2 + x)).
        double s = x / (2 + x), term = s, sum = 0;
        for (int n = 1; n < 200 && Math.Abs(s) < 0.6; n += 2)
        {
            sum += 2 * term / n;
            term *= s * s;
        }

        double expected = Math.Abs(s) < 0.6 ? sum : Math.Log(1 + x);
        Assert.Equal(expected, DeterministicMath.LogOnePlus(x), Math.Abs(expected) * 3 * Math.Pow(2, -52));
    }

    [Fact]
    public void LogOnePlusOfSpecialValues()
    {
        Assert.Equal(0, DeterministicMath.LogOnePlus(0));
        Assert.Equal(double.NegativeInfinity, DeterministicMath.LogOnePlus(-1));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.LogOnePlus(double.PositiveInfinity));
        Assert.True(double.IsNaN(DeterministicMath.LogOnePlus(-1.5)));
        Assert.True(double.IsNaN(DeterministicMath.LogOnePlus(double.NaN)));
    }

    private sealed unsafe class Planes(PixelRectangle bounds, int count) : IDisposable
    {
        private readonly AlignedBuffer[] _buffers =
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var buffer = new AlignedBuffer();
                buffer.Reserve(PixelPlane.LengthFor(bounds));
                new Span<double>(buffer.Pointer, (int)PixelPlane.LengthFor(bounds)).Clear();
                return buffer;
            }),
        ];

        public PixelPlane this[int index] => new(_buffers[index].Pointer, bounds);

        public void Dispose() => GC.KeepAlive(_buffers);
    }
}
