using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Model;
using TiledFit.Core.Refinement;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Refinement;

public class RemovalPriceTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 60, 50);

    /// <summary>
    /// Least squares by pixels: a·g is fitted by the neighbours' six columns each, and what is left is the price. The
    /// second is clipped by the edge, the third narrow.
    /// </summary>
    [Fact]
    public void WhatTheNeighboursCannotTakeOver()
    {
        Gaussian[] all = [new(2, 20, 20, 3, 0.5, 2.5), new(1, 22, 24, 2, -0.4, 2), new(1.5, 17, 19, 1.1, 0, 1.2)];
        var window = new PixelWindow(
            new TileWorkspace(), Bounds, new double[Bounds.Area], Background.None, []);
        Assert.Equal(
            Price(all), RemovalPrice.WhileOthersFollow(window, all[0], all.AsSpan(1), default), 1e-3 * Price(all));

        Gaussian[] clipped = [all[0] with { X = 1 }, all[1] with { X = 3 }, all[2] with { X = -1 }];
        Assert.Equal(
            Price(clipped), RemovalPrice.WhileOthersFollow(window, clipped[0], clipped.AsSpan(1), default),
            1e-3 * Price(clipped));
    }

    private static double Price(Gaussian[] all)
    {
        Vector<double> own = Column(all[0], _ => all[0].Amplitude);
        Matrix<double> columns = Matrix<double>.Build.DenseOfColumnVectors(
            all.Skip(1).SelectMany(g => new Func<(double U, double V), double>[]
            {
                _ => 1, u => u.U, u => u.V, u => u.U * u.U, u => u.U * u.V, u => u.V * u.V,
            }.Select(phi => Column(g, phi))));
        Vector<double> left = own - columns * columns.QR().Solve(own);
        return left * left;
    }

    private static Vector<double> Column(Gaussian g, Func<(double U, double V), double> phi) =>
        Vector<double>.Build.Dense((int)Bounds.Area, k =>
        {
            int x = k % Bounds.Width, y = k / Bounds.Width;
            double u = (x - g.X) / g.L11, v = (y - g.Y - g.L21 * u) / g.L22;
            return g.ValueAt(x, y) / g.Amplitude * phi((u, v));
        });
}
