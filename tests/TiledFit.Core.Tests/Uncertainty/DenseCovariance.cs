using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Uncertainty;

/// <summary>
/// The Cramér–Rao bound of plain parameters (a, x, y, l11, l21, l22) at noise of unit variance by a dense Jacobian from
/// central differences of the formula.
/// </summary>
internal static class DenseCovariance
{
    private const double Step = 1e-5;

    /// <summary>
    /// (JᵀWJ)⁻¹ of weights, 1 if there are none, or (JᵀJ)⁻¹·JᵀCJ·(JᵀJ)⁻¹ for noise of a correlation of the distance; of
    /// other parameters where a move along each of a number of them is given.
    /// </summary>
    public static Matrix<double> Of(
        IReadOnlyList<Gaussian> components, PixelRectangle bounds, Func<int, int, bool> isValid,
        Func<double, double>? correlation = null, Func<int, int, double>? weight = null,
        Func<Gaussian, int, double, Gaussian>? move = null, int parameters = 6)
    {
        move ??= Move;
        (int X, int Y)[] pixels =
        [
            .. from y in Enumerable.Range(bounds.Y, bounds.Height)
               from x in Enumerable.Range(bounds.X, bounds.Width)
               where isValid(x, y)
               select (x, y),
        ];
        Matrix<double> jacobian = Matrix<double>.Build.Dense(
            pixels.Length, parameters * components.Count,
            (k, p) => Math.Sqrt(weight?.Invoke(pixels[k].X, pixels[k].Y) ?? 1)
                * Derivative(components[p / parameters], move, p % parameters, pixels[k].X, pixels[k].Y));
        Matrix<double> inverse = jacobian.TransposeThisAndMultiply(jacobian).Inverse();
        if (correlation is null)
        {
            return inverse;
        }

        Matrix<double> noise = Matrix<double>.Build.Dense(
            pixels.Length, pixels.Length,
            (k, l) => correlation(Math.Sqrt(
                Math.Pow(pixels[k].X - pixels[l].X, 2) + Math.Pow(pixels[k].Y - pixels[l].Y, 2))));
        return inverse * jacobian.TransposeThisAndMultiply(noise * jacobian) * inverse;
    }

    private static double Derivative(
        Gaussian g, Func<Gaussian, int, double, Gaussian> move, int parameter, int x, int y) =>
        (Value(move(g, parameter, Step), x, y) - Value(move(g, parameter, -Step), x, y)) / (2 * Step);

    private static double Value(Gaussian g, int x, int y) => g.Amplitude * Math.Exp(-0.5 * g.MahalanobisSquared(x, y));

    private static Gaussian Move(Gaussian g, int parameter, double h) => parameter switch
    {
        0 => g with { Amplitude = g.Amplitude + h },
        1 => g with { X = g.X + h },
        2 => g with { Y = g.Y + h },
        3 => g with { L11 = g.L11 + h },
        4 => g with { L21 = g.L21 + h },
        _ => g with { L22 = g.L22 + h },
    };
}
