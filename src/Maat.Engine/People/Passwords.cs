using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Maat.Domain.Documents;
using Maat.Storage.Projects;
using Microsoft.AspNetCore.Identity;

namespace Maat.Engine.People;

/// <summary>What a password must be, and how it is kept: by the framework's hasher (PBKDF2 with a salt), whose cost may grow from release to release.</summary>
public sealed class Passwords
{
    /// <summary>In characters. Length is what stands against guessing; rules about kinds of characters make people write passwords down (NIST SP 800-63B).</summary>
    public const int MinLength = 12;

    /// <summary>A sentence fits; a megabyte to hash does not.</summary>
    public const int MaxLength = 256;

    private const int CodeBytes = 32;

    private readonly PasswordHasher<PersonRow> _hasher = new();

    /// <summary>Checked for names that nobody has, so that the time of the answer does not tell who is known.</summary>
    private readonly PersonRow _nobody = new() { Name = "" };

    public Passwords() => Set(_nobody, NewCode());

    /// <summary>Also ends every session that began under the password before.</summary>
    internal void Set(PersonRow person, string password)
    {
        person.PasswordHash = _hasher.HashPassword(person, password);
        person.Stamp = NewCode();
        (person.LinkHash, person.LinkExpiresAt) = (null, null);
    }

    /// <param name="person">Null takes as long as a person who is there.</param>
    /// <param name="outdated">It is right, and was hashed at a cost that is too small today.</param>
    internal bool Verify(PersonRow? person, string password, out bool outdated)
    {
        bool known = person?.PasswordHash is not null;
        PersonRow row = known ? person! : _nobody;
        PasswordVerificationResult result = password.Length > MaxLength
            ? PasswordVerificationResult.Failed
            : _hasher.VerifyHashedPassword(row, row.PasswordHash!, password);
        outdated = known && result == PasswordVerificationResult.SuccessRehashNeeded;
        return known && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Hashes a right password again at today's cost; sessions go on.</summary>
    internal void Renew(PersonRow person, string password) => person.PasswordHash = _hasher.HashPassword(person, password);

    internal static void Check(string name, string password, ProblemList problems)
    {
        if (password.Length is < MinLength or > MaxLength)
        {
            problems.Error(
                "weak_password", $"A password has {MinLength} to {MaxLength} characters; several words are easy to remember and hard to guess.",
                new ProblemPlace("/password", Field: "password"));
        }
        else if (password.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length * 2 > password.Length)
        {
            problems.Error("weak_password", $"A password is more than the name of its person.", new ProblemPlace("/password", Field: "password"));
        }
    }

    /// <summary>256 random bits as text that stands in a link.</summary>
    internal static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));

    internal static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
