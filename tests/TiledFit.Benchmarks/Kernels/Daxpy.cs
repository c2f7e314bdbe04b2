using System.Runtime.Intrinsics;
using TiledFit.Core.Numerics;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>y += a·x over doubles that stay in the first-level cache: the yardstick of the kernels.</summary>
internal sealed unsafe class Daxpy
{
    public const int Length = 1024;

    private const int Lanes = 8;

    private readonly AlignedBuffer _x = new(), _y = new();

    public Daxpy()
    {
        _x.Reserve(Length);
        _y.Reserve(Length);
        new Span<double>(_x.Pointer, Length).Fill(1);
        new Span<double>(_y.Pointer, Length).Clear();
    }

    public void Run()
    {
        Vector512<double> a = Vector512.Create(1e-3);
        double* x = _x.Pointer, y = _y.Pointer;
        for (int k = 0; k < Length; k += 4 * Lanes)
        {
            Add(a, x + k, y + k);
            Add(a, x + k + Lanes, y + k + Lanes);
            Add(a, x + k + 2 * Lanes, y + k + 2 * Lanes);
            Add(a, x + k + 3 * Lanes, y + k + 3 * Lanes);
        }
    }

    private static void Add(Vector512<double> a, double* x, double* y) =>
        Vector512.FusedMultiplyAdd(a, Vector512.LoadAligned(x), Vector512.LoadAligned(y)).StoreAligned(y);
}
