using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TiledFit.Core.Tests;

/// <summary>The same bits on any hardware: every kernel's digest with vector instructions switched off.</summary>
public class VectorWidthTests
{
    private static readonly Lazy<string[]> Reference = new(() => Run(null));

    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void EveryKernelGivesTheSameBits(string variable, int widest)
    {
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches exist on x64 only.");
        string[] narrow = Run(variable);
        Assert.InRange(Width(narrow), 0, widest);
        Assert.NotEmpty(narrow[1..]);
        Assert.Equal(Reference.Value[1..], narrow[1..]);
    }

    private static int Width(string[] lines) => int.Parse(lines[0].Split(' ')[1]);

    /// <summary>The lines of a child process with one kind of instruction off.</summary>
    private static string[] Run(string? switchedOff)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TiledFit.Core.Tests.VectorWidths.dll");
        string host = Environment.ProcessPath!.Contains("dotnet") ? Environment.ProcessPath : "dotnet";
        var start = new ProcessStartInfo(host)
        {
            ArgumentList = { program },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (switchedOff is not null)
        {
            start.Environment[switchedOff] = "0";
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
