using System.Buffers.Binary;

namespace Maat.Faults.Network;

/// <summary>
/// Finds the end of what the server answers to several statements that were sent together: an OK, EOF or error packet that announces nothing
/// more (protocol documentation, 'OK_Packet', SERVER_MORE_RESULTS_EXISTS). It is made for statements that answer without rows, as those
/// before a commit do.
/// </summary>
internal sealed class AnswerEnd
{
    private const int HeaderLength = 4;
    private const int MoreResults = 8;

    private readonly List<byte> pending = [];

    /// <summary>Takes the next bytes, and says whether the answer is complete with them.</summary>
    public bool IsReachedBy(ReadOnlySpan<byte> bytes)
    {
        pending.AddRange(bytes);
        while (pending.Count >= HeaderLength && Length() + HeaderLength <= pending.Count)
        {
            byte[] packet = [.. pending.Skip(HeaderLength).Take(Length())];
            pending.RemoveRange(0, HeaderLength + packet.Length);
            if (packet is [0xFF, ..] || (Status(packet) is { } status && (status & MoreResults) == 0))
                return true;
        }

        return false;
    }

    private int Length() => pending[0] | (pending[1] << 8) | (pending[2] << 16);

    private static int? Status(byte[] packet)
    {
        if (packet is [0xFE, _, _, _, _])
            return BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(3));
        if (packet is not [0 or 0xFE, ..])
            return null;
        // Two numbers of one to nine bytes stand before it: rows and the last id.
        int at = 1;
        for (int number = 0; number < 2 && at < packet.Length; number++)
            at += packet[at] switch { 0xFC => 3, 0xFD => 4, 0xFE => 9, _ => 1 };
        return at + 2 <= packet.Length ? BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(at)) : null;
    }
}
