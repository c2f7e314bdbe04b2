using System.Net;
using System.Net.Sockets;
using TiledFit.Core;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// Whether this silo can have its ports for itself. Orleans binds with SO_REUSEPORT, which another process that does so
/// too does not hinder: the kernel would deal connections out between the two.
/// </summary>
internal static class PortCheck
{
    /// <summary>Listens at both ports for a moment.</summary>
    /// <exception cref="InputException">One cannot be listened at.</exception>
    public static void Run(SiloSettings settings, SettingOrigins origins)
    {
        Check(settings.ListenAddress, settings.Port, nameof(settings.Port), origins);
        Check(settings.ListenAddress, settings.GatewayPort, nameof(settings.GatewayPort), origins);
    }

    private static void Check(IPAddress address, int port, string name, SettingOrigins origins)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw new InputException(Describe(e, address, port, name, origins), e);
        }
    }

    private static string Describe(
        SocketException fault, IPAddress address, int port, string name, SettingOrigins origins) =>
        fault.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{origins.Of(name)}: port {port} at {address} is in use by another process (ss -ltnp tells which); "
                + "stop that one, or give another port",
            SocketError.AddressNotAvailable =>
                $"{origins.Of(nameof(SiloSettings.Address))}: {address} is not an address of this machine "
                + "(ip address lists them); give one that other silos reach it at",
            SocketError.AccessDenied =>
                $"{origins.Of(name)}: this user may not listen at port {port}; give one from 1024 on",
            _ => $"{origins.Of(name)}: port {port} at {address} cannot be listened at: {fault.Message}; "
                + "give another port or address",
        };
}
