using System.Net;
using System.Net.Sockets;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>Free ports on loopback.</summary>
internal static class Ports
{
    /// <summary>A port that is free, as are those at some distances above it; below those that the system gives out.
    /// </summary>
    public static int FreeWith(params int[] distances)
    {
        for (int first = 20_000 + Environment.ProcessId % 100 * 100; first < 32_000; first += 300)
        {
            if (Array.TrueForAll(distances, distance => IsFree(first + distance)) && IsFree(first))
            {
                return first;
            }
        }

        throw new InvalidOperationException("No ports are free.");
    }

    public static int[] Free(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
