using System.Collections.Concurrent;
using System.Diagnostics;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>
/// The program of a process that reads rasters for another: it answers the requests on its standard input on its
/// standard output, and ends with the former.
/// </summary>
public static class RasterReaderProgram
{
    /// <summary>Runs until the standard input ends.</summary>
    public static void Run()
    {
        using Stream answers = ReaderProcessSetup.TakeStandardOutput();
        ReaderProcessSetup.IgnoreSignals();
        using var requests = new BlockingCollection<(FrameKind Kind, byte[] Payload)>(boundedCapacity: 1);
        new Thread(() => Listen(requests)) { IsBackground = true }.Start();
        answers.WriteFrame(FrameKind.Ready, []);
        using var reader = new RasterReader(answers);
        foreach ((FrameKind kind, byte[] payload) in requests.GetConsumingEnumerable())
        {
            reader.Answer(kind, payload);
        }
    }

    /// <summary>
    /// On a thread of its own, so that the end of the program that asks is heard in the midst of a call that never
    /// returns, too. What such a call holds would hinder any other way to end.
    /// </summary>
    private static void Listen(BlockingCollection<(FrameKind Kind, byte[] Payload)> requests)
    {
        try
        {
            using Stream input = Console.OpenStandardInput();
            while (true)
            {
                (FrameKind kind, int length) = input.ReadFrameHeader();
                requests.Add((kind, input.ReadPayload(length)));
            }
        }
        catch (IOException)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
