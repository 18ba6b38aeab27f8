using System.Text;
using MySqlConnector.Authentication;

namespace Maat.MySqlConnector.Tests.Protocol;

public sealed class ScramblesTests
{
    // Computed with another implementation of SHA-1 and SHA-256 from the formulas in the documentation of the protocol.
    [Theory]
    [InlineData("maat", "A4EC8AFB44F5922FA41EEE580B0A124FE42EDE87")]
    [InlineData("pässwörd 🪶", "E94DC5338CE11B1B0A58C728BD5C5B3BBFE77C42")]
    [InlineData("", "")]
    public void Native_KnownPassword_IsThePublishedFormula(string password, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Scrambles.Native(password, Recording.Nonce)));

    [Theory]
    [InlineData("maat", "C1262145931997A3C877B75BE1DEAFD70E4AAF9E62CC5A8402A8236EF34AE986")]
    [InlineData("pässwörd 🪶", "4E1D9A673BE072E44AC498E32261DF0A5783900513FB09095B5545A5B0273F2A")]
    [InlineData("", "")]
    public void CachingSha2_KnownPassword_IsThePublishedFormula(string password, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Scrambles.CachingSha2(password, Recording.Nonce)));

    [Fact]
    public void RsaEncrypted_ServersKey_GivesThePasswordToItAlone()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var sent = Scrambles.RsaEncrypted("maat", Recording.Nonce, key.ExportSubjectPublicKeyInfoPem());
        var opened = key.Decrypt(sent, System.Security.Cryptography.RSAEncryptionPadding.OaepSHA1);
        for (var i = 0; i < opened.Length; i++)
            opened[i] ^= Recording.Nonce[i % Recording.Nonce.Length];
        Assert.Equal("maat\0", Encoding.UTF8.GetString(opened));
    }
}
