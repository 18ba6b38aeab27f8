using System.Net;
using System.Net.Sockets;

namespace Maat.MariaDb;

/// <summary>Ports on loopback for whatever a test starts.</summary>
public static class LoopbackPorts
{
    /// <summary>Below 32768, where outgoing connections get their ports: one that probes such a port while nobody listens can connect to itself.</summary>
    private static int lastPort = 20_000 + (Environment.ProcessId * 16 % 8_000);

    /// <summary>A port on which nobody listens, and which this process has not been given before.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's: the next one.
            }
        }
    }
}
