using System.Security.Cryptography;
using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>Proofs of knowing a password that do not say it, after MySQL's "Authentication Methods". An empty password is an empty proof.</summary>
internal static class Scrambles
{
    /// <summary><c>mysql_native_password</c>: SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password))).</summary>
#pragma warning disable CA5350 // The algorithm is the protocol's.
    public static byte[] Native(string password, ReadOnlySpan<byte> nonce)
    {
        if (password.Length == 0)
            return [];
        var once = SHA1.HashData(Encoding.UTF8.GetBytes(password));
        return Xor(once, SHA1.HashData([.. nonce, .. SHA1.HashData(once)]));
    }
#pragma warning restore CA5350

    /// <summary><c>caching_sha2_password</c>: SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce).</summary>
    public static byte[] CachingSha2(string password, ReadOnlySpan<byte> nonce)
    {
        if (password.Length == 0)
            return [];
        var once = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        return Xor(once, SHA256.HashData([.. SHA256.HashData(once), .. nonce]));
    }

    /// <summary>The password with its closing NUL, XOR the nonce, under the server's key with OAEP (SHA-1 is the protocol's).</summary>
    public static byte[] RsaEncrypted(string password, ReadOnlySpan<byte> nonce, string publicKeyPem)
    {
        if (nonce.Length == 0)
            throw MySqlException.Malformed("an empty nonce.");
        var bytes = Encoding.UTF8.GetBytes(password + '\0');
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= nonce[i % nonce.Length];
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(publicKeyPem);
            return key.Encrypt(bytes, RSAEncryptionPadding.OaepSHA1);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new MySqlException(MySqlErrorCode.HandshakeError, "08S01", "What the server sent as its public key cannot encrypt the password.", e);
        }
    }

    private static byte[] Xor(byte[] left, byte[] right)
    {
        for (var i = 0; i < left.Length; i++)
            left[i] ^= right[i];
        return left;
    }
}
