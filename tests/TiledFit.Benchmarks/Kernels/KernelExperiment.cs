using TiledFit.Benchmarks.Reporting;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>
/// The kernels per pixel and component against y += a·x per element, and against the same sums with an exponential for
/// every pixel; then the normal equations.
/// </summary>
internal static class KernelExperiment
{
    private const double Nano = 1e9, Milli = 1e3;

    public static void Run(int repetitions, TextWriter writer)
    {
        WriteKernels(repetitions, writer);
        WriteNormalEquations(repetitions, writer);
    }

    private static void WriteKernels(int repetitions, TextWriter writer)
    {
        var table = new MarkdownTable(
            "σ, px", "kernel", "ns per pixel and component", "÷ y += a·x per element", "asked for",
            "exp for every pixel ÷ kernel", "asked for");
        foreach ((double sigma, int objective, int gradient) in new[] { (3.5, 10, 12), (20.0, 6, 7) })
        {
            var kernels = new KernelCase(sigma);
            kernels.Check();
            var daxpy = new Daxpy();
            double[][] seconds = InterleavedTimer.Measure(
                repetitions, daxpy.Run, kernels.Model, kernels.ExpModel, kernels.Moments, kernels.ExpMoments);
            double[] element = [.. seconds[0].Select(s => s / Daxpy.Length)];
            void Add(string name, double[] ours, double[] exp, int limit)
            {
                double[] pixel = [.. ours.Select(s => s / kernels.PixelCount)];
                table.Add(
                    $"{sigma}", name, $"{Sample.Of(pixel.Select(s => Nano * s))}", $"{Sample.OfRatios(pixel, element)}",
                    $"≤ {limit}", $"{Sample.OfRatios(exp, ours)}", sigma < 10 ? "≥ 3" : "");
            }

            table.Add($"{sigma}", "y += a·x", $"{Sample.Of(element.Select(s => Nano * s))}", "1", "", "", "");
            Add("objective", seconds[1], seconds[2], objective);
            Add("gradient", seconds[3], seconds[4], gradient);
        }

        table.Write(writer);
    }

    private static void WriteNormalEquations(int repetitions, TextWriter writer)
    {
        var table = new MarkdownTable("components", "blocks", "work", "ms", "ns a block");
        foreach (NormalEquationsCase equations in new[] { NormalEquationsCase.Spots(), NormalEquationsCase.Terrain() })
        {
            double[][] seconds = InterleavedTimer.Measure(
                repetitions, equations.Fill, equations.FillWithPixelSums, equations.SolveDirectly,
                equations.SolveIteratively);
            string[] works =
            [
                "normal matrix, integrals", "normal matrix, affected pairs summed", "Cholesky, factorise and solve",
                "conjugate gradients to 1e-2",
            ];
            for (int k = 0; k < works.Length; k++)
            {
                table.Add(
                    equations.Name, $"{equations.Blocks}", works[k], $"{Sample.Of(seconds[k].Select(s => Milli * s))}",
                    $"{Sample.Of(seconds[k].Select(s => Nano * s / equations.Blocks))}");
            }
        }

        table.Write(writer);
    }
}
