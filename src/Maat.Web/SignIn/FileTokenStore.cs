using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Maat.Domain.Projects;
using Maat.Web.Settings;

namespace Maat.Web.SignIn;

/// <summary>
/// One administrator's token for one machine, made at the first start, for programs. The data directory gets it twice: in the clear, for the machine's owner, who may move
/// it elsewhere; and as SHA-256, which is all that Maat reads. A 256-bit random token needs no slow hash. Removing the hash and starting again
/// makes a new token.
/// </summary>
internal sealed class FileTokenStore
{
    private const int TokenBytes = 32;

    /// <summary>So that scanners for leaked secrets, and people, see what it is.</summary>
    private const string Prefix = "maat_";

    private readonly byte[] hash;

    /// <summary>What is done with the token is recorded with this name; no person can have it.</summary>
    private static readonly Actor Owner = Actor.Administrator("token");

    private FileTokenStore(byte[] hash, string? fresh)
    {
        this.hash = hash;
        Fresh = fresh;
    }

    /// <summary>The token in the clear, when this start has made it: the only time that it can be shown.</summary>
    public string? Fresh { get; }

    /// <exception cref="SettingsException">The hash on the disk is damaged.</exception>
    public static FileTokenStore Open(DataDirectory directory)
    {
        if (File.Exists(directory.TokenHashFile))
            return new FileTokenStore(ReadHash(directory.TokenHashFile), fresh: null);

        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var hash = Hash(token);
        // The hash comes last: after a crash in between, the next start makes a token that somebody has seen.
        WriteForOwner(directory.TokenFile, token);
        WriteForOwner(directory.TokenHashFile, Convert.ToHexStringLower(hash));
        return new FileTokenStore(hash, token);
    }

    /// <summary>Whose token this is, if it is ours. How long the answer takes tells nothing about it.</summary>
    public Actor? Find(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), hash) ? Owner : null;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static byte[] ReadHash(string path)
    {
        var text = File.ReadAllText(path).Trim();
        try
        {
            if (Convert.FromHexString(text) is { Length: SHA256.HashSizeInBytes } hash)
                return hash;
        }
        catch (FormatException)
        {
            // Told below, together with a wrong length.
        }

        throw new SettingsException([$"Maat:DataDirectory: '{path}' is not a SHA-256 in hexadecimal. Remove it and start again: a new token is made."]);
    }

    private static void WriteForOwner(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // A file that is there keeps its mode, so it goes first.
        File.Delete(path);
        using var writer = new StreamWriter(path, Encoding.ASCII, options);
        writer.WriteLine(text);
    }
}
