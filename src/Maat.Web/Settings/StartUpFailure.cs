using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Maat.Web.Settings;

/// <summary>What keeps Maat from starting and is for the person who starts it to mend, in words: a stack trace would say less.</summary>
public static class StartUpFailure
{
    /// <summary>Null for a failure that nobody foresaw.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingsException => exception.Message,
        InvalidDataException => $"Maat did not start. {exception.Message} {exception.InnerException?.Message}".TrimEnd(),
        IOException { InnerException: AddressInUseException } => new SettingsException(
            [$"Maat:Listen: {exception.Message} Another program listens there, perhaps another Maat: stop it, or set another port."]).Message,
        IOException { InnerException: SocketException } or SocketException => new SettingsException(
            [$"Maat:Listen: {exception.Message} Set an address of this machine, such as http://127.0.0.1:5080."]).Message,
        _ => null,
    };
}
