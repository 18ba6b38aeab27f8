using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Maat.Web.SignIn;

/// <summary>
/// The code in the link that the console prints at each start: whoever sees the console owns the process. It makes the first administrator,
/// or lets in as that one, once and for a short time; issuing another ends the one before.
/// </summary>
internal sealed class SignInCode(TimeProvider time)
{
    /// <summary>Long enough to start Maat, fetch a coffee and click; the password is there for everything later.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int CodeBytes = 16;

    private sealed record Issued(byte[] Hash, long At);

    private Issued? current;

    /// <summary>A code that lets in once.</summary>
    public string Issue()
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        current = new Issued(Hash(code), time.GetTimestamp());
        return code;
    }

    /// <summary>Whether the code would let in now; it stays as it is.</summary>
    public bool IsGood(string code) => Find(code) is not null;

    /// <summary>True for the right code, in time, the first time.</summary>
    public bool Redeem(string code) =>
        Find(code) is { } issued
        // Of two who come at once, one finds it still there.
        && Interlocked.CompareExchange(ref current, null, issued) == issued;

    private Issued? Find(string code) =>
        Volatile.Read(ref current) is { } issued
        && CryptographicOperations.FixedTimeEquals(Hash(code), issued.Hash)
        && time.GetElapsedTime(issued.At) <= Lifetime
            ? issued
            : null;

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
