using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Maat.Web.SignIn;

/// <summary>
/// The code in the link that the console prints at each start: whoever sees the console owns the process. It lets in once, for a short time;
/// issuing another ends the one before.
/// </summary>
internal sealed class SignInCode(TimeProvider time)
{
    /// <summary>Long enough to start Maat, fetch a coffee and click; the token is there for everything later.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int CodeBytes = 16;

    private sealed record Issued(byte[] Hash, KnownToken Token, long At);

    private Issued? current;

    /// <summary>A code that lets in once as whoever holds <paramref name="token"/>.</summary>
    public string Issue(KnownToken token)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        current = new Issued(Hash(code), token, time.GetTimestamp());
        return code;
    }

    /// <summary>The token for the right code, in time, the first time; null otherwise.</summary>
    public KnownToken? Redeem(string code)
    {
        var issued = Volatile.Read(ref current);
        return issued is not null
            && CryptographicOperations.FixedTimeEquals(Hash(code), issued.Hash)
            && time.GetElapsedTime(issued.At) <= Lifetime
            // Of two who come at once, one finds it still there.
            && Interlocked.CompareExchange(ref current, null, issued) == issued
                ? issued.Token
                : null;
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
