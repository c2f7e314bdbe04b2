using System.Runtime.Intrinsics;
using TiledFit.Core.Tests.VectorWidths;

// Prints the width of the vectors this process may use, then one line for each kernel: its name and a digest of what
// it computes. The tests start it with vector instructions switched off and compare the lines.
int width = Vector512.IsHardwareAccelerated ? 512
    : Vector256.IsHardwareAccelerated ? 256
    : Vector128.IsHardwareAccelerated ? 128 : 0;
Console.WriteLine($"width {width}");
foreach ((string name, Func<ulong> digest) in KernelDigests.All)
{
    Console.WriteLine($"{name} {digest():x16}");
}
